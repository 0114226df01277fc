import Testing

@testable import Reporting

struct CompressionWordsTests {
  @Test("Labels in words")
  func words() {
    let labels = ["codec": "zstd", "level": "3"]
    #expect(LabelText.text("level", "3", beside: labels) == "level 3")
    #expect(LabelText.text("level", "L1") == "L1")
    #expect(
      LabelText.text("block", "file") == "whole files" && LabelText.text("block", "4k") == "4 KiB blocks")
    #expect(
      LabelText.text("direction", "compress") == "compress" && LabelText.text("direction", "read") == "reads")
    #expect(LabelText.text("dictionary", "yes") == "with a dictionary")
    #expect(
      CompressionWords.sentence(["corpus": "text", "block": "1m", "x": "y"]) == "text data, 1 MiB blocks, x y"
    )
  }
}
