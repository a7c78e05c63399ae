using FsCheck;

namespace BookRecs.Recommender.Tests.Data;

/// <summary>Runs a property as part of a test.</summary>
internal static class PropertyCheck
{
    /// <summary>Tries many inputs; fails with the smallest one that breaks the property.</summary>
    public static void Check(this Property property) => FsCheck.Check.One(Config.QuickThrowOnFailure, property);
}
