import MappingEngine
import PDSFHIR
import SMSPContract

/// Answers a request without NHS number: a search, and for details the record of the number that it found.
///
/// 1. PDS is searched for the person described. A search returns a part of a record only, so for details the record
///    itself is retrieved next, and the part from the search is not used: a failed retrieve is an outage (D24).
/// 2. Both records must fit the request (``Contradiction``, D25); between the two calls a record may have changed, been
///    merged, withdrawn or restricted, and the second one counts.
/// 3. PDS finds no restricted patient by postcode. If the site's profile says so, a search without match is repeated
///    without the postcode, if it has a forename without wildcard; what that finds is used only if it is restricted
///    (D23).
///
/// - SeeAlso: decisions D20 to D25, D50.
struct SearchThenRetrieve: Sendable {
    let replies: any PDSReplies
    let tables: MappingTables
    let answers: PatientAnswer
    let date: CalendarDate

    /// The answer to `request` by `search`.
    func answer(
        to request: SMSPRequest,
        by search: FHIRCall,
        in context: RequestContext,
        log: inout PDSCallLog
    ) async throws(BackendFailure) -> PatientAnswer.Verdict {
        var found = try await replies.get("/" + search.path, in: context, log: &log)
        if let second = secondTry(after: found, of: request, search, profile: context.profile) {
            let other = try await replies.get("/" + second.path, in: context, log: &log)
            if isUsed(other, for: request) {
                log.diagnostics.append(CallDiagnostic("searchedWithoutPostcode"))
                found = other
            }
        }
        guard condition(found, of: request) == .fits, let patient = found.reply.onePatient,
            let retrieve = tables.foundCall(for: request, found: patient)
        else { return verdict(on: found, call: .search, for: request, profile: context.profile) }
        let record = try await replies.get("/" + retrieve.path, in: context, log: &log)
        return verdict(on: record, call: .found, for: request, profile: context.profile)
    }

    /// The search that follows one without match; nil if there is none.
    private func secondTry(
        after first: PDSAnswer,
        of request: SMSPRequest,
        _ search: FHIRCall,
        profile: SiteProfile
    ) -> FHIRCall? {
        guard profile.restrictedWithPostcode == .secondTry, request.postcode != nil,
            let given = request.name?.given, !given.contains("*"), condition(first, of: request) == .nobody
        else { return nil }
        return search.without(.postalCode)
    }

    /// True if the answer to a second try replaces the first: a restricted record does, and so does an
    /// answer that tells nothing of who there is.
    ///
    /// An outage must not be read as no match; a patient who is not restricted does not live at the postcode.
    private func isUsed(_ answer: PDSAnswer, for request: SMSPRequest) -> Bool {
        if let patient = answer.reply.onePatient { return patient.confidentiality != .unrestricted }
        if case .outcome(let outcome) = answer.reply, answer.status == 200 {
            return outcome.spineCode != .tooManyMatches
        }
        return ![.nobody, .several].contains(condition(answer, of: request))
    }

    private func condition(_ answer: PDSAnswer, of request: SMSPRequest) -> OutcomeCondition? {
        answers.condition(of: answer.reply, to: request, call: .search, on: date)
    }

    private func verdict(
        on answer: PDSAnswer,
        call: PDSCall,
        for request: SMSPRequest,
        profile: SiteProfile
    ) -> PatientAnswer.Verdict {
        answers.answer(
            to: request,
            call: call,
            status: answer.status,
            reply: answer.reply,
            on: date,
            profile: profile
        )
    }
}
