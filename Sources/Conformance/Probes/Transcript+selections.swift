import XMLTree

extension Transcript {
    /// The exchanges whose answer is a SOAP message.
    var messages: [Exchange] { exchanges.filter { $0.message != nil } }

    /// The exchanges whose answer should be a SOAP message by its status.
    var messagesByStatus: [Exchange] { exchanges.filter { [200, 500].contains($0.answer?.status) } }

    /// The exchanges whose answer holds an ITK envelope.
    var envelopes: [Exchange] { exchanges.filter { $0.message?.envelope != nil } }

    /// The exchanges whose answer tells of a patient.
    var patientAnswers: [Exchange] { exchanges.filter { $0.message?.patient != nil } }

    /// The exchanges whose answer is a fault.
    var faults: [Exchange] { exchanges.filter { $0.message?.fault != nil } }

    /// The exchanges that ask for a test patient in the published form.
    var asked: [Exchange] { exchanges(of: .standard, .searchByDetails).filter { $0.call.patient != nil } }

    /// Those of ``asked`` whose answer has a patient.
    var found: [Exchange] { asked.filter { $0.message?.patient != nil } }

    /// Those of ``found`` that tell a date of birth.
    var foundWithDate: [Exchange] {
        found.filter { $0.message?.patient?.hl7("patientPerson")?.hl7("birthTime") != nil }
    }
}
