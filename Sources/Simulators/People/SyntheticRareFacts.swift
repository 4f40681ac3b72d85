/// What PDS may hold about a synthetic person and SMSP has no place for.
public struct SyntheticRareFacts: Sendable, Equatable {
    /// A code with the words that PDS prints beside it.
    public struct Coded: Sendable, Equatable {
        /// Code.
        public let code: String
        /// Its meaning in words.
        public let display: String?
    }

    /// How PDS learnt of a death, or that it was wrong.
    public struct DeathNotification: Sendable, Equatable {
        /// `1` informal, `2` formal, `U` removed.
        public let status: String
        /// When the status took effect, a time in UTC.
        public let effective: String?
    }

    /// The language to speak and whether an interpreter is needed.
    public struct Language: Sendable, Equatable {
        /// Two letters, and the language in words.
        public let language: Coded
        /// Whether an interpreter is needed.
        public let interpreterRequired: Bool?
    }

    /// How the person likes to be reached.
    public struct ContactPreference: Sendable, Equatable {
        /// `11` large print, `12` Braille, `13` audio tape.
        public let format: String?
        /// `1` letter to `8` no telephone.
        public let method: String?
        /// Times in words.
        public let times: String?
    }

    /// Where the person was born.
    public struct BirthPlace: Sendable, Equatable {
        /// Town.
        public let city: String?
        /// County or district.
        public let district: String?
        /// Three letters.
        public let country: String?
    }

    /// Why and when the person left general practice.
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
    /// How PDS learnt of a death.
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
