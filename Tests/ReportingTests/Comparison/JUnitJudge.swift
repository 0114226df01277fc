/// Python's XML parser, and the form that readers of JUnit reports demand.
enum JUnitJudge {
  static let python = Python(having: "xml.etree.ElementTree")

  /// Reads a report with an XML parser that is not ours, and holds it to what the schemas of Ant (windyroad/JUnit-Schema,
  /// JUnit.xsd) and of Jenkins (jenkinsci/xunit-plugin, junit-10.xsd) both demand. Prints classname, name, outcome and
  /// message of each case, or what is wrong.
  static let code = #"""
    import re, sys, json
    import xml.etree.ElementTree as ET
    def need(condition, *why):
        if not condition: print("refused:", *why); sys.exit(3)
    root = ET.fromstring(sys.stdin.buffer.read())
    need(root.tag == "testsuites" and not root.attrib, "root")
    cases = []
    for index, suite in enumerate(root):
        need(suite.tag == "testsuite", suite.tag)
        need(set(suite.attrib) == {"name", "package", "id", "tests", "failures", "errors", "skipped", "time",
             "timestamp", "hostname"}, suite.attrib)
        for name in ["name", "package", "hostname"]: need(suite.get(name).strip(), name)
        need(suite.get("id") == str(index), "id")
        need(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", suite.get("timestamp")), "timestamp")
        need(re.fullmatch(r"[0-9]{1,3}(\.[0-9]*)?", suite.get("time")), "time")
        tags = [child.tag for child in suite]
        need(tags[0] == "properties" and tags[-2:] == ["system-out", "system-err"], tags[:1], tags[-2:])
        need(set(tags[1:-2]) <= {"testcase"}, "between")
        for item in suite[0]:
            need(item.tag == "property" and set(item.attrib) == {"name", "value"} and item.get("name").strip(), "property")
        found = {"failure": 0, "skipped": 0}
        for case in suite.iter("testcase"):
            need(set(case.attrib) == {"classname", "name", "time"} and all(v.strip() for v in case.attrib.values()), case.attrib)
            need(len(case) <= 1, "more than one outcome")
            outcome, message = "passed", ""
            for child in case:
                need(child.tag in found, child.tag)
                need(set(child.attrib) == ({"message", "type"} if child.tag == "failure" else {"message"}), child.attrib)
                found[child.tag] += 1
                outcome, message = child.tag, child.get("message")
            cases.append([case.get("classname"), case.get("name"), outcome, message])
        need(int(suite.get("tests")) == len(tags) - 3, "tests")
        need(int(suite.get("failures")) == found["failure"] and int(suite.get("skipped")) == found["skipped"], "counts")
        need(suite.get("errors") == "0", "errors")
    need(cases, "no case")
    for case in cases: print("\t".join(re.sub(r"\s", " ", text) for text in case))
    """#
}
