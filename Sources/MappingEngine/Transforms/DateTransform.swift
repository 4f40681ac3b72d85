import PDSFHIR
import SMSPContract

/// The transform `date`.
enum DateTransform {
    /// The digits of the date in `text`, which is `yyyy`, `yyyy-mm`, `yyyy-mm-dd`, or the last with a time behind it.
    ///
    /// The date is taken as it is written: no time zone moves it (D44). One that no calendar has is left out (D11). The
    /// time is left out unread: one that is written wrongly does not make a death unknown.
    static func date(_ text: String, note: (MappingDiagnostic.Kind) -> Void) -> TimestampText? {
        let date = text.prefix { $0 != "T" }
        let hasTime = date.endIndex < text.endIndex
        guard let timestamp = FHIRDate(String(date)).digits.flatMap(TimestampText.init),
            !hasTime || timestamp.precision == .day
        else {
            note(.impossibleDate)
            return nil
        }
        return timestamp
    }
}
