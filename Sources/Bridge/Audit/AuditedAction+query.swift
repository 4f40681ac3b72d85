import FoundationEssentials

extension AuditedAction {
    /// The reading of the journal: by what was asked, a person as the token.
    ///
    /// Whoever shows entries appends this first.
    public init(reading query: AuditQuery, by user: String) {
        let criteria = [
            query.user.map { "user \($0)" },
            query.messageID.map { "message \($0)" },
            query.subject.map { "subject \($0)" },
            query.action.map { "action \($0)" },
            query.from.map { "from \(AuditTime.text(of: $0))" },
            query.to.map { "to \(AuditTime.text(of: $0))" },
            "limit \(query.limit)",
        ]
        self.init(
            user: user,
            action: "audit-query",
            site: query.site,
            reason: criteria.compactMap(\.self).joined(separator: ", ")
        )
    }
}
