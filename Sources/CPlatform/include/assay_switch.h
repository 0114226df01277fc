// Two parties that wake each other in turn.
#ifndef ASSAY_SWITCH_H
#define ASSAY_SWITCH_H

#include "assay_parties.h"

ASSAY_ASSUME_NONNULL_BEGIN

/// How they wake each other.
enum assay_switch_kind { ASSAY_SWITCH_PIPE, ASSAY_SWITCH_FUTEX, ASSAY_SWITCH_EVENTFD, ASSAY_SWITCH_YIELD };

/// What they did in the window.
struct assay_switch_result {
  uint64_t rounds;
  uint64_t nanoseconds;
  enum assay_party_stage stage;
};

/// Lets two parties pass a token back and forth for `window` nanoseconds, after an eighth of that to warm up.
/// The clock is read only between long stretches of round trips. Every descriptor is closed afterwards.
long assay_measure_switch(enum assay_switch_kind kind, const struct assay_party_setting *setting, uint64_t window,
                          struct assay_switch_result *result);

ASSAY_ASSUME_NONNULL_END
#endif
