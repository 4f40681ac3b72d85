import NHSIdentifiers

extension YAMLValue {
    /// Refuses a path of no ordinary file that this user may read.
    ///
    /// For a file that a library reads by its path: it would wait at a pipe.
    public func checkReadable() throws(YAMLProblem) {
        do throws(OrdinaryFile.Refusal) {
            try OrdinaryFile.check(filePath)
        } catch {
            throw problem("names \(error.object)", try: "a PEM file")
        }
    }
}
