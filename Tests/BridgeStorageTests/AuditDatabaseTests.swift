import Testing

@Suite("Audit database") struct AuditDatabaseTests {}
