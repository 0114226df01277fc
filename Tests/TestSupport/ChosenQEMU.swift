import Platform

/// The QEMU of the tests with real guests.
public enum ChosenQEMU {
  /// The program that `ASSAY_QEMU` names; nil for the one of PATH.
  public static let path = Console.environment("ASSAY_QEMU")

  /// A shell script that speaks as a QEMU of a version does, and runs no guest.
  public static func script(major: Int, minor: Int) -> String {
    #"""
    #!/bin/sh
    echo '{"QMP": {"version": {"qemu": {"micro": 0, "minor": \#(minor), "major": \#(major)}, "package": ""}, "capabilities": []}}' >&3
    read line <&3
    echo '{"return": {}, "id": 1}' >&3
    while read line <&3; do :; done
    """#
  }
}
