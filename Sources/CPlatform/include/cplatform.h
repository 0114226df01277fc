// C that Swift cannot say: system calls and constants that glibc's Swift module hides, and inner loops whose
// machine instructions matter. Every function that can fail returns a negative errno; none prints or exits.
#ifndef ASSAY_CPLATFORM_H
#define ASSAY_CPLATFORM_H

#include "assay_system.h"
#include "assay_memory.h"
#include "assay_stream.h"
#include "assay_chase.h"
#include "assay_probe.h"
#include "assay_clock.h"
#include "assay_histogram.h"
#include "assay_scheduling.h"
#include "assay_wakeup.h"
#include "assay_yaml.h"
#include "assay_request.h"
#include "assay_parties.h"
#include "assay_switch.h"
#include "assay_messaging.h"
#include "assay_noise.h"
#include "assay_migration.h"
#include "assay_placement.h"
#include "assay_io.h"
#include "assay_iofile.h"
#include "assay_mapping.h"
#include "assay_stamp.h"
#include "assay_journal.h"
#include "assay_storage.h"
#include "assay_codec.h"
#include "assay_pages.h"
#include "assay_tuning.h"
#include "assay_unpack.h"
#include "assay_process.h"
#include "assay_socket.h"
#include "assay_network.h"

#endif
