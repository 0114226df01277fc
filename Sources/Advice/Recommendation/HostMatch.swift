public import Experiment
internal import Host

/// Whether a Run is of the host that is to be tuned.
public enum HostMatch {
  /// What tells that it is another host, one line for each fact that must match; empty where it is the same, or one
  /// that is built like it.
  ///
  /// What neither side knows tells nothing.
  public static func objections(_ run: Fingerprint, _ host: Fingerprint) -> [String] {
    Set(run.mustMatch.keys).union(host.mustMatch.keys).sorted().compactMap { name in
      let (there, here) = (
        run.mustMatch[name] ?? HostFacts.unknown, host.mustMatch[name] ?? HostFacts.unknown
      )
      if there == here { return nil }
      if name == "cpu_flags" { return "cpu_flags differ (\(difference(there, here)))" }
      return "\(name) is '\(there)' in the Run and '\(here)' here"
    }
  }

  /// What a reader should know although the Run may be used: another name, another kernel.
  public static func remarks(_ run: Fingerprint, _ host: Fingerprint) -> [String] {
    var remarks: [String] = []
    if let there = run.noted["host"], let here = host.noted["host"], there != here {
      remarks.append("the Run is of the host \(there), which is built like this one, \(here)")
    }
    if let there = run.declared["kernel"], let here = host.declared["kernel"], there != here {
      remarks.append(
        "the Run was taken with Linux \(there), this is \(here): measure again for figures that hold")
    }
    return remarks
  }

  /// `+avx512f -sgx`, the first few.
  private static func difference(_ there: String, _ here: String) -> String {
    let (old, new) = (Set(there.split(separator: " ")), Set(here.split(separator: " ")))
    let words =
      new.subtracting(old).sorted().map { "+\($0)" } + old.subtracting(new).sorted().map { "-\($0)" }
    return words.prefix(4).joined(separator: " ") + (words.count > 4 ? " and \(words.count - 4) more" : "")
  }
}
