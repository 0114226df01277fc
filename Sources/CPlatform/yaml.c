#include "assay_yaml.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

struct assay_yaml {
  yaml_parser_t parser;
  yaml_event_t event;
  bool has_event;
};

struct assay_yaml *assay_yaml_open(const uint8_t *bytes, size_t count) {
  struct assay_yaml *yaml = calloc(1, sizeof *yaml);
  if (!yaml) return NULL;
  if (!yaml_parser_initialize(&yaml->parser)) {
    free(yaml);
    return NULL;
  }
  yaml_parser_set_encoding(&yaml->parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string(&yaml->parser, bytes, count);
  return yaml;
}

static void release(struct assay_yaml *yaml) {
  if (yaml->has_event) yaml_event_delete(&yaml->event);
  yaml->has_event = false;
}

void assay_yaml_close(struct assay_yaml *yaml) {
  release(yaml);
  yaml_parser_delete(&yaml->parser);
  free(yaml);
}

static void mark(struct assay_yaml_event *to, yaml_mark_t from) {
  to->line = from.line + 1;
  to->column = from.column + 1;
}

static void text(struct assay_yaml_event *to, const char *from, size_t count) {
  to->text = (const uint8_t *)from;
  to->count = count;
}

void assay_yaml_next(struct assay_yaml *yaml, struct assay_yaml_event *next) {
  release(yaml);
  memset(next, 0, sizeof *next);
  const yaml_event_t *event = &yaml->event;
  if (!yaml_parser_parse(&yaml->parser, &yaml->event)) {
    const char *problem = yaml->parser.problem ? yaml->parser.problem : "out of memory";
    next->kind = ASSAY_YAML_ERROR;
    mark(next, yaml->parser.problem_mark);
    text(next, problem, strlen(problem));
    return;
  }
  yaml->has_event = true;
  mark(next, event->start_mark);
  switch (event->type) {
    case YAML_STREAM_END_EVENT: next->kind = ASSAY_YAML_END; break;
    case YAML_DOCUMENT_START_EVENT: next->kind = ASSAY_YAML_DOCUMENT; break;
    case YAML_ALIAS_EVENT: next->kind = ASSAY_YAML_ALIAS; break;
    case YAML_SCALAR_EVENT:
      next->kind = ASSAY_YAML_SCALAR;
      text(next, (const char *)event->data.scalar.value, event->data.scalar.length);
      next->is_plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
      next->is_marked = event->data.scalar.anchor || event->data.scalar.tag;
      break;
    case YAML_SEQUENCE_START_EVENT:
      next->kind = ASSAY_YAML_SEQUENCE;
      next->is_marked = event->data.sequence_start.anchor || event->data.sequence_start.tag;
      break;
    case YAML_MAPPING_START_EVENT:
      next->kind = ASSAY_YAML_MAPPING;
      next->is_marked = event->data.mapping_start.anchor || event->data.mapping_start.tag;
      break;
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT: next->kind = ASSAY_YAML_CLOSE; break;
    default: next->kind = ASSAY_YAML_OTHER; break;
  }
}
