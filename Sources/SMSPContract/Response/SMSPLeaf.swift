/// A leaf of an SMSP answer: one place of a value.
///
/// The list is closed. Mapping rows name their targets by it, and so do comparison, `explain` and the loss ledger.
/// The raw values are the leaves' paths below `subject/patient`, or below `component/validIdentifier`, spelt as the
/// schemas spell the elements.
///
/// - SeeAlso: COMT_MT000013GB01, COMT_MT000016GB01.
public enum SMSPLeaf: String, Sendable, Hashable, CaseIterable {
    case nhsNumber = "id[1]"
    case localIdentifier = "id[2]"
    case validIdentifier = "validIdentifier/value"
    case prefix = "name/prefix"
    case given = "name/given[1]"
    case otherGiven = "name/given[2]"
    case family = "name/family"
    case correspondencePostalCode = "addr[PST]/postalCode"
    case correspondenceLines = "addr[PST]/streetAddressLine"
    case temporaryPostalCode = "addr[TMP]/postalCode"
    case temporaryLines = "addr[TMP]/streetAddressLine"
    case homePostalCode = "addr[H]/postalCode"
    case homeLines = "addr[H]/streetAddressLine"
    case telecomUse = "telecom/@use"
    case telecomValue = "telecom/@value"
    case telecomUsableFrom = "telecom/useablePeriod/low"
    case telecomUsableTo = "telecom/useablePeriod/high"
    case administrativeGender = "patientPerson/administrativeGenderCode"
    case birthTime = "patientPerson/birthTime"
    case deceasedTime = "patientPerson/deceasedTime"
    case practiceCode = "gPPractice/locationOrganization/id"
    case practiceName = "gPPractice/locationOrganization/name"
    case practicePostalCode = "gPPractice/addr/postalCode"
    case practiceLines = "gPPractice/addr/streetAddressLine"
    case practiceTelecom = "gPPractice/telecom/@value"
}
