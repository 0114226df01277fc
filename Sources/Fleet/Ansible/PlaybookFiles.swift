public import Platform

/// The playbook, its role and its callback plugin, as Ansible wants them laid out.
///
///     try PlaybookFiles.write(to: "fleet-playbook")
///     // ansible-playbook -i INVENTORY fleet-playbook/fleet-run.yml -e …
public enum PlaybookFiles {
  /// Measures nodes and pairs.
  public static let run = "fleet-run.yml"
  /// Ends what an interrupted run still measures.
  public static let stop = "fleet-stop.yml"
  /// Applies a profile, a canary first.
  public static let apply = "fleet-apply.yml"
  /// Takes a profile back.
  public static let revert = "fleet-revert.yml"

  /// Every file by its path in the tree.
  public static var all: [String: [UInt8]] {
    [
      run: PackageResources.fleet_run_yml,
      stop: PackageResources.fleet_stop_yml,
      apply: PackageResources.fleet_apply_yml,
      revert: PackageResources.fleet_revert_yml,
      "README.md": PackageResources.README_playbook_md,
      "callback_plugins/assay_events.py": PackageResources.assay_events_py,
      "roles/assay/defaults/main.yml": PackageResources.role_defaults_main_yml,
      "roles/assay/tasks/main.yml": PackageResources.role_tasks_main_yml,
      "roles/assay/tasks/preflight.yml": PackageResources.role_tasks_preflight_yml,
      "roles/assay/tasks/install.yml": PackageResources.role_tasks_install_yml,
      "roles/assay/tasks/measure.yml": PackageResources.role_tasks_measure_yml,
      "roles/assay/tasks/pairs.yml": PackageResources.role_tasks_pairs_yml,
      "roles/assay/tasks/stop.yml": PackageResources.role_tasks_stop_yml,
      "roles/assay/tasks/apply.yml": PackageResources.role_tasks_apply_yml,
      "roles/assay/tasks/revert.yml": PackageResources.role_tasks_revert_yml,
    ]
  }

  /// Writes the tree below a directory, which is made where it is not there; files that are there are replaced.
  ///
  /// - Returns: the paths that were written, sorted.
  /// - Throws: what making a directory or writing a file says.
  @discardableResult
  public static func write(to directory: String) throws(SystemError) -> [String] {
    var written: [String] = []
    for (name, bytes) in all.sorted(by: { $0.key < $1.key }) {
      let path = "\(directory)/\(name)"
      try Files.createDirectories(Files.parent(of: path))
      try Files.replace(path, with: bytes)
      written.append(path)
    }
    return written
  }
}
