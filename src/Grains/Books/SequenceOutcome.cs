namespace BookRecs.Grains.Books;

/// <summary>What a place in the log means to a state that was built from the log.</summary>
public enum SequenceOutcome
{
    /// <summary>It does not count yet.</summary>
    New = 0,

    /// <summary>It counts already.</summary>
    Known = 1,

    /// <summary>Too many later ones came before it to tell: the state must be built from the log again.</summary>
    Unsure = 2,
}
