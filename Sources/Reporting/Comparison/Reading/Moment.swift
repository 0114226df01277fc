/// Moments of RFC 3339 in UTC, as documents have them.
enum Moment {
  /// Seconds since 1970-01-01T00:00:00Z of `2026-11-23T11:11:21Z`, fractions of a second left out; nil for what is no
  /// such moment.
  static func seconds(_ text: String) -> Int? {
    guard let match = text.wholeMatch(of: #/(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?Z/#),
      let year = Int(match.1), let month = Int(match.2), let day = Int(match.3), let hour = Int(match.4),
      let minute = Int(match.5), let second = Int(match.6)
    else { return nil }
    guard (1...12).contains(month), (1...days(in: month, of: year)).contains(day), hour < 24, minute < 60,
      second < 60
    else { return nil }
    return ((days(until: year, month, day) * 24 + hour) * 60 + minute) * 60 + second
  }

  private static func days(in month: Int, of year: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return switch month {
    case 2: isLeap ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Days from 1970-01-01 in the Gregorian calendar (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms",
  /// days_from_civil): years begin in March, so that the leap day is the last one.
  private static func days(until year: Int, _ month: Int, _ day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}
