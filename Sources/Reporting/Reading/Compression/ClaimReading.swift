internal import Experiment

/// Advice found on the web beside what this host and this data say.
struct ClaimReading: Sendable {
  /// One claim on one kind of data.
  struct Row: Sendable {
    var claim: CompressionClaim
    var data: CompressionData
    /// Nil where the codec was not measured.
    var choice: CompressionChoice?
    var saving: CompressionClaim.Verdict
    /// Of compressing.
    var seconds: CompressionClaim.Verdict
    var together: CompressionClaim.Verdict { CompressionClaim.together([saving, seconds]) }
  }

  let rows: [Row]
  let subject: Subject

  init(_ reading: CompressionReading, claims: [CompressionClaim] = CompressionClaim.all) {
    let rows = claims.flatMap { claim in
      reading.data.filter { $0.labels["block"] == claim.block }.map { data in
        let choice = data.choice(claim.name)
        return Row(
          claim: claim, data: data, choice: choice, saving: claim.judge(saving: choice?.saved?.extent),
          seconds: claim.judge(seconds: choice?.latency("compress", "p50")?.extent))
      }
    }
    let figures: [CompressionFigure] = [
      .latency("compress", "p50"), .latency("decompress", "p50", dropped: 5),
    ]
    let table = EstimateTable(
      labels: ["codec", "claimed", "data"], columns: [.init("saved")] + figures.map(\.column),
      more: [.init("saving", dropped: 7), .init("time", dropped: 6), .init("claim")],
      rows: rows.map { row in
        .init(
          labels: [row.claim.name, row.claim.text, row.data.corpus],
          cells: [row.choice?.saved] + figures.map { figure in row.choice.flatMap { figure.estimate($0) } },
          more: [row.saving.rawValue, row.seconds.rawValue, row.together.rawValue])
      })
    self.rows = rows
    subject = Subject(
      title: "Advice from the web beside this host and this data",
      explanation:
        "Claims for a page of 4 KiB: share saved, in the time of a call (judged by p50 of compressing; they do not say which way). A part holds where the whole interval is as good as the claim or better, rounded as the claim is; it does not hold where the whole interval is worse; between, it is undecided. The claim holds where both parts do.",
      tables: [table].filter { !$0.rows.isEmpty }, sentence: Self.sentence(rows, claims))
  }

  private static func sentence(_ rows: [Row], _ claims: [CompressionClaim]) -> String? {
    let parts = claims.compactMap { claim -> String? in
      let known = rows.filter { $0.claim.name == claim.name && $0.together != .notMeasured }
      guard !known.isEmpty else { return nil }
      let holding = known.filter { $0.together == .holds }.map(\.data.corpus)
      let place = holding.isEmpty ? "none" : holding.joined(separator: ", ")
      return "\(claim.name) (\(claim.text)) on \(place) of \(Units.count(known.count, "kind")) of data"
    }
    return parts.isEmpty ? nil : "Beyond doubt the claims hold for \(parts.joined(separator: ", for "))."
  }
}
