using System.ComponentModel;

namespace BookRecs.Frontend.Models;

[Description("Which model serves after activate or rollback.")]
internal sealed record ActiveModelBody([property: Description("The version that serves.")] string? ActiveVersion);
