// Groups of senders and receivers: what the benchmark hackbench asks of a scheduler.
#ifndef ASSAY_MESSAGING_H
#define ASSAY_MESSAGING_H

#include "assay_parties.h"

ASSAY_ASSUME_NONNULL_BEGIN

enum assay_transport {
  /// A stream socket of the local machine (AF_UNIX, socketpair).
  ASSAY_TRANSPORT_SOCKET,
  ASSAY_TRANSPORT_PIPE,
};

/// Bytes of a message.
enum { ASSAY_MESSAGE_BYTES = 100 };

/// Who sends how much.
struct assay_messaging {
  enum assay_transport transport;
  uint32_t groups;
  /// Senders of a group, and receivers as well.
  uint32_t senders;
  /// Messages that each sender sends to each receiver of its group.
  uint32_t messages;
};

/// What came of it.
struct assay_messaging_result {
  /// From the start signal until the last receiver had its last message.
  uint64_t nanoseconds;
  enum assay_party_stage stage;
};

/// Parties that it starts: each has one mask in the setting, all groups' receivers and senders.
static inline uint32_t assay_messaging_parties(struct assay_messaging messaging) {
  return messaging.groups * messaging.senders * 2;
}

/// Descriptors that it opens.
static inline uint32_t assay_messaging_descriptors(struct assay_messaging messaging) {
  return messaging.groups * messaging.senders * 2 + 1;
}

/// Sends all messages; every receiver has a descriptor of its own that all senders of its group write to. Senders and
/// receivers block in write and read. Every descriptor is closed afterwards. -EMFILE where the limit is too low.
long assay_measure_messaging(const struct assay_messaging *messaging, const struct assay_party_setting *setting,
                             struct assay_messaging_result *result);

ASSAY_ASSUME_NONNULL_END
#endif
