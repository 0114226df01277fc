// What clang has and other compilers do not: pointers that state whether they may be null, which Swift needs.
#ifndef ASSAY_COMPILER_H
#define ASSAY_COMPILER_H

#if defined(__clang__)
#define ASSAY_ASSUME_NONNULL_BEGIN _Pragma("clang assume_nonnull begin")
#define ASSAY_ASSUME_NONNULL_END _Pragma("clang assume_nonnull end")
#else
#define ASSAY_ASSUME_NONNULL_BEGIN
#define ASSAY_ASSUME_NONNULL_END
#define _Nonnull
#define _Nullable
#endif

#endif
