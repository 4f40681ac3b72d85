import NHSIdentifiers
import SMSPContract
public import StrictYAML

extension SyntheticPeople {
    /// The people of a `patients.yaml`.
    ///
    /// - Parameter file: the name of the file, as problems should show it.
    public init(yaml text: String, file: String) throws(YAMLProblems) {
        try self.init(YAMLDocument.load(text, file: file, shape: Self.shape))
    }

    /// The people of the `patients.yaml` at `path`.
    public init(contentsOf path: String) throws(YAMLProblems) {
        try self.init(YAMLDocument.load(contentsOf: path, shape: Self.shape))
    }

    private init(_ document: YAMLValue) throws(YAMLProblems) {
        let entries = document.at("people").elements
        var people: [SyntheticPerson] = []
        var problems: [YAMLProblem] = []
        for entry in entries {
            do throws(YAMLProblem) {
                people.append(try SyntheticPerson(entry))
            } catch {
                problems.append(error)
            }
        }
        guard problems.isEmpty else { throw YAMLProblems(problems) }
        do throws(Problem) {
            try self.init(people)
        } catch {
            throw YAMLProblems([error.inFile(entries)])
        }
    }
}

extension SyntheticPeople.Problem {
    /// The problem at the entry of the person it names.
    fileprivate func inFile(_ entries: [YAMLValue]) -> YAMLProblem {
        let (number, key, problem, suggestion) =
            switch self {
            case .duplicate(let number):
                (number, "nhsNumber", "is the number of an earlier person", "a number of its own")
            case .supersedingUnknown(let number, _):
                (number, "supersededBy", "is the number of no person here", "the number of another person in this file")
            case .ring(let number):
                (number, "supersededBy", "leads back to this person", "a number that ends in a live or invalidated one")
            }
        let entry = entries.last { $0.at("nhsNumber").string == number.digits } ?? entries[0]
        return (entry[key] ?? entry).problem(problem, try: suggestion)
    }
}

extension SyntheticPerson {
    /// The person that `yaml`, of the declared shape, describes.
    fileprivate init(_ yaml: YAMLValue) throws(YAMLProblem) {
        self.nhsNumber = try yaml.at("nhsNumber").nhsNumber()
        self.state = try State(yaml)
        self.version = yaml.at("version").int
        self.security = yaml.at("security").texts
        self.names = yaml.at("names").elements.map(SyntheticName.init)
        self.gender = yaml["gender"]?.string
        self.birthDate = yaml["birthDate"]?.string
        self.multipleBirth = yaml["multipleBirth"]?.int
        self.deceased = yaml["deceased"]?.string
        self.addresses = yaml.at("addresses").elements.map(SyntheticAddress.init)
        self.telecoms = yaml.at("telecoms").elements.map(SyntheticTelecom.init)
        self.emergencyContacts = yaml.at("emergencyContacts").elements.map(SyntheticTelecom.init)
        self.practice = yaml["practice"].map(SyntheticRegistration.init)
        self.managingOrganization = yaml["managingOrganization"].map(SyntheticRegistration.init)
        self.rareFacts = SyntheticRareFacts(yaml)
    }
}

extension SyntheticPerson.State {
    fileprivate init(_ yaml: YAMLValue) throws(YAMLProblem) {
        let isInvalidated = yaml.at("invalidated").bool
        guard let superseding = yaml["supersededBy"] else {
            self = isInvalidated ? .invalidated : .live
            return
        }
        guard !isInvalidated else {
            throw superseding.problem("is given with invalidated", try: "one of the two")
        }
        self = .supersededBy(try superseding.nhsNumber())
    }
}

extension SyntheticPeriod {
    fileprivate init(_ yaml: YAMLValue) {
        self.init(from: yaml["from"]?.string, to: yaml["to"]?.string)
    }
}

extension SyntheticName {
    fileprivate init(_ yaml: YAMLValue) {
        self.use = Use(yaml.at("use"))
        self.prefixes = yaml.at("prefix").texts
        self.given = yaml.at("given").texts
        self.family = yaml["family"]?.string
        self.suffixes = yaml.at("suffix").texts
        self.period = SyntheticPeriod(yaml)
    }
}

extension SyntheticAddress {
    fileprivate init(_ yaml: YAMLValue) {
        self.use = Use(yaml.at("use"))
        self.text = yaml["text"]?.string
        self.lines = yaml["lines"]?.texts ?? Array(repeating: "", count: 5)
        self.postcode = yaml["postcode"]?.string
        self.period = SyntheticPeriod(yaml)
        self.paf = yaml["paf"]?.string
        self.uprn = yaml["uprn"]?.string
    }
}

extension SyntheticTelecom {
    fileprivate init(_ yaml: YAMLValue) {
        self.kind = Kind(yaml.at("kind"))
        self.use = yaml["use"].map(Use.init)
        self.value = yaml["value"]?.string
        self.period = SyntheticPeriod(yaml)
    }
}

extension SyntheticRegistration {
    fileprivate init(_ yaml: YAMLValue) {
        self.init(ods: yaml.at("ods").string, period: SyntheticPeriod(yaml))
    }
}

extension SyntheticRareFacts {
    fileprivate init(_ yaml: YAMLValue) {
        self.pharmacy = yaml["pharmacy"]?.string
        self.dispensingDoctor = yaml["dispensingDoctor"]?.string
        self.applianceSupplier = yaml["applianceSupplier"]?.string
        self.deathNotification = yaml["deathNotification"].map {
            DeathNotification(status: $0.at("status").string, effective: $0["effective"]?.string)
        }
        self.language = yaml["language"].map {
            Language(language: Coded($0), interpreterRequired: $0["interpreterRequired"]?.bool)
        }
        self.contactPreference = yaml["contactPreference"].map {
            ContactPreference(format: $0["format"]?.string, method: $0["method"]?.string, times: $0["times"]?.string)
        }
        self.birthPlace = yaml["birthPlace"].map {
            BirthPlace(city: $0["city"]?.string, district: $0["district"]?.string, country: $0["country"]?.string)
        }
        self.removal = yaml["removal"].map { Removal(reason: Coded($0), from: $0["from"]?.string) }
    }
}

extension SyntheticRareFacts.Coded {
    fileprivate init(_ yaml: YAMLValue) {
        self.init(code: yaml.at("code").string, display: yaml["display"]?.string)
    }
}

extension YAMLValue {
    fileprivate var texts: [String] { elements.map(\.string) }

    fileprivate func nhsNumber() throws(YAMLProblem) -> NHSNumber {
        guard let number = NHSNumber(string) else {
            throw problem("fails modulus 11", try: "a number of the 999 range with the right check digit")
        }
        return number
    }
}

extension RawRepresentable where Self: CaseIterable, RawValue == String {
    /// The case that a `choice` of all cases' words names.
    fileprivate init(_ yaml: YAMLValue) {
        guard let value = Self(rawValue: yaml.string) else {
            preconditionFailure("\(yaml.path): the shape allows a word that is no case of \(Self.self)")
        }
        self = value
    }
}
