import Statistics

/// QEMU's loop with a bitmap of every page, a clock and a guest that writes: an opinion of its own on what a forecast
/// says. Nothing of it is shared with the model.
struct LoopSimulation {
  var pages = 20_000
  var workingSet: Int
  var writesPerSecond: Double
  var isRandom: Bool
  /// Pages a second.
  var link: Double
  var limit: Double
  var device = 0.01
  var autoConverge = false
  var seed: UInt64 = 1

  struct Outcome {
    var converged: Bool
    var downtime = 0.0
    var total = 0.0
    var pagesSent = 0
    var rounds = 1
    var throttle = 0.0
  }

  /// Different pages that the guest writes to in a time.
  func window(_ seconds: Double, seed: UInt64) -> Double {
    var guest = Guest(self, seed: seed)
    var bits = [Bool](repeating: false, count: workingSet)
    guest.write(for: seconds) { bits[$0] = true }
    return Double(bits.count { $0 })
  }

  /// Until it ends, or for 100 s of its own time.
  func run() -> Outcome {
    var guest = Guest(self, seed: seed)
    // What QEMU knows to be dirty, and what was written to since it asked.
    var known = [Bool](repeating: true, count: pages)
    var written = [Bool](repeating: false, count: pages)
    var dirty = pages
    var position = 0
    var outcome = Outcome(converged: false)
    var (lastLook, dirtiedSince, sentBefore, high) = (0.0, 0, 0, 0)
    let burst = 0.05
    while outcome.total < 100 {
      let knowsRate = outcome.total >= 0.1
      let threshold = knowsRate ? link * limit : 0
      if Double(dirty) < threshold {
        var found = 0
        for page in 0..<workingSet where written[page] {
          written[page] = false
          guard !known[page] else { continue }
          known[page] = true
          found += 1
        }
        dirty += found
        outcome.rounds += 1
        dirtiedSince += found
        if autoConverge, outcome.total > lastLook + 1 {
          if Double(dirtiedSince) > 0.5 * Double(outcome.pagesSent - sentBefore) {
            high += 1
            if high == 2 {
              high = 0
              outcome.throttle = outcome.throttle == 0 ? 0.2 : min(0.99, outcome.throttle + 0.1)
            }
          }
          (lastLook, dirtiedSince, sentBefore) = (outcome.total, 0, outcome.pagesSent)
        }
      }
      if dirty == 0 || Double(dirty) < threshold {
        let late = (0..<workingSet).count { written[$0] && !known[$0] }
        outcome.converged = true
        outcome.rounds += 1
        outcome.pagesSent += dirty + late
        outcome.downtime = Double(dirty + late) / link + device
        outcome.total += outcome.downtime
        return outcome
      }
      var sent = 0
      // It looks at the clock once in 64 pages.
      let most = (Int(link * burst) / 64 + 1) * 64
      while sent < most, dirty > 0 {
        if known[position] {
          known[position] = false
          dirty -= 1
          sent += 1
        }
        position = (position + 1) % pages
      }
      let seconds = Double(sent) / link
      outcome.pagesSent += sent
      outcome.total += seconds
      guest.write(for: seconds * (1 - outcome.throttle)) { written[$0] = true }
    }
    return outcome
  }

  private struct Guest {
    let simulation: LoopSimulation
    var generator: SeededGenerator
    var owed = 0.0
    var next: Int

    init(_ simulation: LoopSimulation, seed: UInt64) {
      self.simulation = simulation
      generator = SeededGenerator(seed: seed)
      next = generator.below(max(1, simulation.workingSet))
    }

    mutating func write(for seconds: Double, _ mark: (Int) -> Void) {
      guard simulation.workingSet > 0 else { return }
      owed += seconds * simulation.writesPerSecond
      while owed >= 1 {
        owed -= 1
        mark(next)
        next =
          simulation.isRandom ? generator.below(simulation.workingSet) : (next + 1) % simulation.workingSet
      }
    }
  }
}
