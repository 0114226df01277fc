// Events of libyaml as one flat struct: its own is a union of pointers that would have to be freed from Swift.
#ifndef ASSAY_YAML_H
#define ASSAY_YAML_H

#include "assay_compiler.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

ASSAY_ASSUME_NONNULL_BEGIN

enum assay_yaml_kind {
  ASSAY_YAML_ERROR,     // `text` is the problem
  ASSAY_YAML_END,       // of the text
  ASSAY_YAML_DOCUMENT,  // one begins
  ASSAY_YAML_SCALAR,
  ASSAY_YAML_SEQUENCE,  // one begins
  ASSAY_YAML_MAPPING,   // one begins
  ASSAY_YAML_CLOSE,     // of a sequence or mapping
  ASSAY_YAML_ALIAS,
  ASSAY_YAML_OTHER,     // of no meaning here
};

struct assay_yaml_event {
  enum assay_yaml_kind kind;
  /// Where it begins; counted from 1.
  size_t line, column;
  /// Of a scalar or an error; valid until the next event.
  const uint8_t *_Nullable text;
  size_t count;
  /// A scalar without quotes.
  bool is_plain;
  /// It has an anchor or a tag.
  bool is_marked;
};

struct assay_yaml;

/// Reads from bytes that stay where they are until it is closed; NULL without memory.
struct assay_yaml *_Nullable assay_yaml_open(const uint8_t *bytes, size_t count);
void assay_yaml_close(struct assay_yaml *yaml);

/// The next event; none may be asked for after an error or the end.
void assay_yaml_next(struct assay_yaml *yaml, struct assay_yaml_event *next);

ASSAY_ASSUME_NONNULL_END
#endif
