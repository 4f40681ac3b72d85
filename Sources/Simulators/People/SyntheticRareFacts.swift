/// The facts of a synthetic person that PDS may hold and SMSP has no element for.
public struct SyntheticRareFacts: Sendable, Equatable {
    /// A code with its display text.
    public struct Coded: Sendable, Equatable {
        /// Code.
        public let code: String
        /// Its meaning in words.
        public let display: String?
    }

    /// The source of a death notice, or of its correction.
    public struct DeathNotification: Sendable, Equatable {
        /// `1` informal, `2` formal, `U` removed.
        public let status: String
        /// The time at which the status took effect, UTC.
        public let effective: String?
    }

    /// The language to speak and whether an interpreter is needed.
    public struct Language: Sendable, Equatable {
        /// Two letters, and the language in words.
        public let language: Coded
        /// True if an interpreter is needed.
        public let interpreterRequired: Bool?
    }

    /// The preferred method of contact.
    public struct ContactPreference: Sendable, Equatable {
        /// `11` large print, `12` Braille, `13` audio tape.
        public let format: String?
        /// `1` letter to `8` no telephone.
        public let method: String?
        /// Times in words.
        public let times: String?
    }

    /// The place of birth.
    public struct BirthPlace: Sendable, Equatable {
        /// Town.
        public let city: String?
        /// County or district.
        public let district: String?
        /// Three letters.
        public let country: String?
    }

    /// The reason and time at which the person left general practice.
    public struct Removal: Sendable, Equatable {
        /// Reason, such as `SCT`.
        public let reason: Coded
        /// First moment, a time in UTC.
        public let from: String?
    }

    /// ODS code of the nominated pharmacy.
    public let pharmacy: String?
    /// ODS code of the dispensing doctor.
    public let dispensingDoctor: String?
    /// ODS code of the supplier of medical appliances.
    public let applianceSupplier: String?
    /// The source of a death notice.
    public let deathNotification: DeathNotification?
    /// Language and interpreter.
    public let language: Language?
    /// Contact preferences.
    public let contactPreference: ContactPreference?
    /// Place of birth.
    public let birthPlace: BirthPlace?
    /// Removal from registration.
    public let removal: Removal?
}
