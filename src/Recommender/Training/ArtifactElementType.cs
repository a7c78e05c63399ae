namespace BookRecs.Recommender.Training;

/// <summary>What a section of a model.bin holds. The numbers are stored: never change or reuse one.</summary>
internal enum ArtifactElementType : byte
{
    /// <summary>8-bit unsigned.</summary>
    Byte = 1,

    /// <summary>8-bit signed.</summary>
    SByte = 2,

    /// <summary>16-bit signed.</summary>
    Int16 = 3,

    /// <summary>16-bit unsigned.</summary>
    UInt16 = 4,

    /// <summary>32-bit signed.</summary>
    Int32 = 5,

    /// <summary>32-bit unsigned.</summary>
    UInt32 = 6,

    /// <summary>64-bit signed.</summary>
    Int64 = 7,

    /// <summary>64-bit unsigned.</summary>
    UInt64 = 8,

    /// <summary>16-bit IEEE 754.</summary>
    Half = 9,

    /// <summary>32-bit IEEE 754.</summary>
    Single = 10,

    /// <summary>64-bit IEEE 754.</summary>
    Double = 11,

    /// <summary>UTF-8 strings: count + 1 rising 64-bit offsets, then the bytes they point into.</summary>
    Strings = 64,
}
