import Platform

/// A small program in place of assay: it writes down how it was called, waits where it is told to, and writes a small but
/// valid Run. What a node runs decides nothing about how a fleet is led; a debug build of assay refuses to measure.
///
/// Beside a node's fleet folder: `calls` is what it was asked; on the FIFO `begun` it says that it is measuring; on the FIFO
/// `hold` it waits; what is in `fail` it says and fails; `document` it writes in place of the Run; `applied` is a profile; `no-migration` is why it does
/// not answer others that measure so.
public struct NodeStandIn {
  /// The program.
  public let path: String

  /// Writes it into the lab's directory.
  ///
  /// - Parameter run: the document that it writes when it is asked to measure.
  public init(in lab: NodeLab, document run: [UInt8]) throws {
    let document = "\(lab.path)/document.json"
    try Files.replace(document, with: run)
    path = "\(lab.path)/stand-in"
    try Files.replace(path, with: Array(Self.script(document).utf8))
  }

  /// What a node was asked, a line each.
  public static func calls(_ lab: NodeLab, _ node: Int, _ word: String) -> Int {
    let text = (try? Files.text("\(lab.node(node))/calls")) ?? ""
    return text.split(separator: "\n").count { $0.hasPrefix(word) }
  }

  private static func script(_ document: String) -> String {
    #"""
    #!/bin/sh
    here=$(dirname "$0")/..
    # A tune command is given no folder, and may be asked from anywhere.
    here=$(cd "$here" && pwd)
    echo "$*" >>"$here/calls"
    out= before=
    for word in "$@"; do
      [ "$before" != --out ] || out=$word
      before=$word
    done
    case "$*" in
    "link --serve"* | "migration --serve"*)
      [ ! -e "$here/no-$1" ] || { echo "assay: $(cat "$here/no-$1")" >&2; exit 77; }
      echo 9707; exec sleep 600 ;;
    "tune apply"*)
      [ ! -e "$here/fail" ] || { cat "$here/fail" >&2; exit 10; }
      [ ! -e "$here/applied" ] || { echo "everything is so already; nothing was changed"; exit 0; }
      touch "$here/applied" "$here/waits"
      [ ! -e "$here/reboot" ] || exit 13
      exit 0 ;;
    "tune verify"*) [ -e "$here/applied" ]; exit ;;
    "tune confirm"*)
      [ -e "$here/waits" ] || { echo "no profile 'lab' waits to be confirmed" >&2; exit 1; }
      rm "$here/waits"; exit 0 ;;
    "tune revert"*)
      [ -e "$here/applied" ] || { echo "no profile 'lab' is applied" >&2; exit 1; }
      rm -f "$here/applied" "$here/waits"; exit 0 ;;
    esac
    [ ! -p "$here/begun" ] || echo begun >"$here/begun"
    [ ! -p "$here/hold" ] || read -r line <"$here/hold"
    [ ! -e "$here/fail" ] || { cat "$here/fail" >&2; exit 1; }
    if [ -e "$here/document" ]; then cp "$here/document" "$out/$1.json"; else cp \#(document) "$out/$1.json"; fi

    """#
  }
}
