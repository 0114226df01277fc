/// Runs `body` for at most so long; then it is cancelled and the error thrown. `body` must answer to cancellation.
func withTimeLimit<Value: Sendable>(
  _ limit: Duration, or error: TwinError, _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
  try await withThrowingTaskGroup(of: Value.self) { group in
    group.addTask(operation: body)
    group.addTask {
      try await Task.sleep(for: limit)
      throw error
    }
    defer { group.cancelAll() }
    guard let value = try await group.next() else { throw error }
    return value
  }
}
