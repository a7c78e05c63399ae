using System.Text.Json.Serialization;

namespace BookRecs.Client.Transactions;

/// <summary>What became of a transaction.</summary>
[JsonConverter(typeof(SnakeCaseEnum<RowStatus>))]
public enum RowStatus
{
    /// <summary>It is in the log, durably.</summary>
    Accepted,

    /// <summary>The log already held it.</summary>
    Duplicate,

    /// <summary>The log holds another transaction under this id.</summary>
    Conflict,

    /// <summary>It breaks a rule.</summary>
    Invalid,

    /// <summary>It was not confirmed; send it again with the same id.</summary>
    Failed,
}
