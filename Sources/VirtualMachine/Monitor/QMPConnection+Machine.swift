/// What a machine is made of, and what another QEMU could make.
extension QMPConnection {
  /// The machine type without its alias: `pc-i440fx-7.2` where `pc` was asked for.
  public func queryMachineType() throws(MonitorError) -> String {
    let type = try execute("qom-get", ["path": "/machine", "property": "type"], giving: String.self)
    let suffix = "-machine"
    return type.hasSuffix(suffix) ? String(type.dropLast(suffix.count)) : type
  }

  /// The machine types that this QEMU can make, without aliases.
  public func queryMachineTypes() throws(MonitorError) -> Set<String> {
    struct Machine: Decodable {
      let name: String
    }
    return Set(try execute("query-machines", giving: [Machine].self).map(\.name))
  }

  /// The features of a processor model that are on, by QEMU's names, as this QEMU and its accelerator give them.
  public func queryFeatures(ofModel model: String) throws(MonitorError) -> Set<String> {
    struct Model: Codable {
      let name: String
    }
    struct Arguments: Encodable {
      var type = "full"
      let model: Model
    }
    struct Answer: Decodable {
      struct Expanded: Decodable {
        let props: [String: Property]
      }
      let model: Expanded
    }
    let answer = try execute(
      "query-cpu-model-expansion", Arguments(model: Model(name: model)), giving: Answer.self)
    return Set(answer.model.props.filter { $0.value == .on }.keys)
  }

  /// A property of a processor: of most only whether they are on counts.
  private enum Property: Decodable {
    case on
    case other

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      // Numbers and texts are properties too; what is neither true nor false is no feature.
      self = (try? value.decode(Bool.self)) == true ? .on : .other
    }
  }
}
