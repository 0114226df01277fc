internal import Platform

extension Notebook {
  /// What there is.
  ///
  /// - Throws: `NotebookProblem`.
  public func overview() throws -> NotebookOverview {
    try Self.told {
      let hosts = try database.prepare(
        "SELECT host, count(*), count(DISTINCT kernel), min(started), max(started) FROM runs GROUP BY host ORDER BY host"
      ).rows {
        NotebookOverview.Host(
          name: $0.text(0), runs: $0.integer(1), kernels: $0.integer(2), first: $0.text(3), last: $0.text(4))
      }
      let all = try series("SELECT series, metric, labels, unit, better FROM series ORDER BY metric")
      var metrics: [NotebookOverview.Metric] = []
      for name in all {
        if metrics.last?.id != name.metric || metrics.last?.unit != name.unit {
          metrics.append(NotebookOverview.Metric(id: name.metric, unit: name.unit, series: 0, labels: [:]))
        }
        metrics[metrics.count - 1].series += 1
        for (label, value) in name.labels {
          metrics[metrics.count - 1].labels[label, default: []].append(value)
        }
      }
      for index in metrics.indices {
        metrics[index].labels = metrics[index].labels.mapValues { Set($0).sorted(by: Self.isBefore) }
      }
      return NotebookOverview(metrics: metrics, hosts: hosts)
    }
  }

  /// The series of a metric that have these labels, by their labels.
  ///
  /// - Throws: `NotebookProblem`; also where there is none, with what there is instead.
  public func series(of metric: String, labels: [String: String]) throws -> [SeriesName] {
    let all = try Self.told {
      try series(
        "SELECT series, metric, labels, unit, better FROM series WHERE metric = ? ORDER BY labels", metric)
    }
    guard !all.isEmpty else {
      let names = try overview().metrics.map(\.id)
      let near = names.filter { $0.hasPrefix(metric.prefix { $0 != "." }) }
      let offered = near.isEmpty ? names : near
      throw NotebookProblem(
        "\(path): no Run in it measured \(metric)"
          + (offered.isEmpty ? "; it is empty" : "; there are: \(offered.joined(separator: ", "))"))
    }
    let found = all.filter { $0.has(labels) }
    guard found.isEmpty else { return found }
    let choices = labels.keys.sorted().map { label in
      let values = Set(all.compactMap { $0.labels[label] }).sorted(by: Self.isBefore)
      return values.isEmpty
        ? "\(metric) has no label \(label)" : "\(label) is one of \(values.joined(separator: ", "))"
    }
    throw NotebookProblem(
      "\(path): \(metric) has no series with these labels: \(choices.joined(separator: "; "))")
  }

  /// The histories of a series: one for each host that has it, by the hosts' names.
  ///
  /// - Parameters:
  ///   - host: Of this host only; nil for all.
  ///   - shown: Of how many points, the last ones, intervals are asked for: they take their time.
  /// - Throws: `NotebookProblem`.
  public func histories(of series: SeriesName, host: String? = nil, shown: Int = .max) throws -> [History] {
    let rows = try Self.told {
      try database.prepare(
        """
        SELECT id, path, started, host, machine, kernel, kernel_version, tool, samples, valid
        FROM results JOIN runs USING (run) WHERE series = ? ORDER BY started, id
        """
      ).rows(.integer(series.number)) { row in
        History.Row(
          run: row.text(0), path: row.text(1), started: row.text(2), host: row.text(3), machine: row.text(4),
          kernel: row.text(5), kernelVersion: row.text(6), tool: row.text(7), samples: row.integer(8),
          valid: DoubleBytes.values(row.bytes(9)))
      }
    }
    return Dictionary(grouping: rows, by: \.host)
      .filter { host == nil || $0.key == host }
      .sorted { $0.key < $1.key }
      .map { History(series: series, host: $0.key, rows: $0.value, shown: shown) }
  }

  private func series(_ query: String, _ values: String...) throws(DatabaseError) -> [SeriesName] {
    func read(_ row: Statement.Row) -> SeriesName {
      SeriesName(
        metric: row.text(1), labels: SeriesLabels.labels(row.text(2)), unit: row.text(3), better: row.text(4),
        number: row.integer(0))
    }
    let statement = try database.prepare(query)
    guard let value = values.first else { return try statement.rows(read: read) }
    return try statement.rows(.text(value), read: read)
  }

  /// Numbers by size, other texts by their characters.
  private static func isBefore(_ left: String, _ right: String) -> Bool {
    if let left = Double(left), let right = Double(right) { return left < right }
    return left < right
  }
}
