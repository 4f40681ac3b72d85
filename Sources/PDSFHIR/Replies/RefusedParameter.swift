extension OperationOutcome {
    /// True if PDS refuses a search for the value of one of its parameters, which ``diagnostics`` name:
    /// `Invalid value - '20101022' in field 'birthdate'`.
    ///
    /// The name stands in quotation marks; one without them may be a word of the sentence, such as "the data given". The
    /// value that is quoted first is the caller's and names nothing.
    ///
    /// - Parameter parameters: The names of the parameters that were sent.
    /// - SeeAlso: decision D63; docs/contract/pds-fhir.md §4.
    public func refuses(parameterOf parameters: some Sequence<String>) -> Bool {
        guard [.invalidSearchData, .invalidValue].contains(spineCode), let diagnostics else { return false }
        let sent = Set(parameters)
        let value = diagnostics.prefixMatch(of: #/Invalid value - '.*?' in /#)
        let rest = diagnostics[(value?.range.upperBound ?? diagnostics.startIndex)...]
        return rest.matches(of: /'([^']*)'/).contains { sent.contains(String($0.1)) }
    }
}
