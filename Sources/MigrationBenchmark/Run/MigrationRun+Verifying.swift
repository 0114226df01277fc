internal import Platform
internal import VirtualMachine

extension MigrationRun {
  /// Checks the guest's memory at the destination, where it runs on.
  ///
  /// - Parameter source: where it came from. A guest that looks for itself may have found damage there after the hop
  ///   before was over.
  func verify(
    _ destination: BeaconGuest, _ outcome: inout MigrationOutcome, from source: BeaconGuest? = nil
  ) {
    if let damage = source?.listener.damages.first { return damaged(damage, "before", &outcome) }
    do {
      outcome.verifiedPages = try destination.checkMemory(within: limits.start)
    } catch let error as MonitorError {
      outcome.ending = .destinationLost
      outcome.reason = "the guest's memory could not be checked: \(error)"
    } catch let error as SystemError {
      outcome.ending = .failed
      outcome.reason = "the guest's memory could not be checked: \(error)"
    } catch let error as TwinError where error.kind == .powerLost {
      let lines = destination.process.lastLines(3)
      outcome.ending = .destinationLost
      outcome.reason = "\(error)" + (lines.isEmpty ? "" : ": " + lines.joined(separator: "; "))
    } catch let error as TwinError where error.kind == .timeLimit {
      outcome.ending = .failed
      outcome.reason = "the guest's memory could not be checked: \(error)"
    } catch {
      damaged(error, "at the destination", &outcome)
    }
  }

  private func damaged(_ error: any Error, _ place: String, _ outcome: inout MigrationOutcome) {
    outcome.ending = .damaged
    outcome.reason =
      "\(error) \(place): this migration corrupted the guest, and none of its figures may be used; QEMU "
      + "before 9.0 under tcg does so (see README)"
  }
}
