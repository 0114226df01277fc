#include <hwloc.h>
#include <hwloc/distances.h>
#include <hwloc/cpukinds.h>
