using System.ComponentModel;

namespace BookRecs.Frontend.Health;

[Description("The process is up.")]
internal sealed record HealthBody([property: Description("Always ok.")] string Status);
