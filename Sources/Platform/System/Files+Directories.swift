import Glibc

extension Files {
  /// Writes a text into a file that is there, by one call: the way to speak to the kernel's own files, which are no
  /// files to replace.
  ///
  /// - Throws: ENOENT when it is not there; what the kernel says to the text.
  public static func write(_ text: String, into path: String) throws(SystemError) {
    let opened = try SystemCall.runSettingErrno("open", path) {
      unsafe Int(Glibc.open(path, O_WRONLY | O_TRUNC | O_CLOEXEC))
    }
    try OwnedDescriptor(owning: Int32(opened)).write(Array(text.utf8), subject: path)
  }

  /// What a symbolic link says.
  ///
  /// - Throws: EINVAL for what is no link.
  public static func linkTarget(_ path: String) throws(SystemError) -> String {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    let count = try SystemCall.runSettingErrno("read the link", path) {
      unsafe readlink(path, &buffer, buffer.count)
    }
    return String(decoding: buffer[..<Int(count)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Creates a directory; those above it must be there.
  ///
  /// - Throws: EEXIST when the name is taken; what mkdir says otherwise.
  public static func createDirectory(_ path: String) throws(SystemError) {
    try SystemCall.runSettingErrno("create directory", path) { unsafe Int(mkdir(path, 0o755)) }
  }

  /// Creates a directory that only this user may enter (mode 0700).
  public static func createPrivateDirectory(_ path: String) throws(SystemError) {
    try SystemCall.runSettingErrno("create directory", path) { unsafe Int(mkdir(path, 0o700)) }
  }

  /// Removes an empty directory; one that is a control group must be empty of processes.
  ///
  /// - Throws: EBUSY for a control group in use; what rmdir says otherwise.
  public static func removeDirectory(_ path: String) throws(SystemError) {
    try SystemCall.runSettingErrno("remove directory", path) { unsafe Int(rmdir(path)) }
  }
}
