using System.Text.RegularExpressions;

namespace BookRecs.Repository.Tests.Deployment;

/// <summary>docs/operations.md answers for every alert and every warning of the log.</summary>
public sealed partial class OperationsTests
{
    private const string Page = "docs/operations.md";

    private static readonly string Text = RepositoryTree.Read(Page);

    [Fact]
    public void EveryAlert_HasASection()
    {
        var rules = Yaml.ReadAll(RepositoryTree.Read("deploy/prometheus/alerts.yml"))[0].ListAt("groups").SelectMany(group => group.ListAt("rules")).ToArray();
        Assert.NotEmpty(rules);
        Assert.All(rules, rule =>
        {
            Assert.Contains($"\n### {rule.TextAt("alert")}\n", Text, StringComparison.Ordinal);
            Assert.Contains(rule.TextAt("labels.severity"), (string[])["page", "ticket"]);
            Assert.Contains($"alertname: {rule.TextAt("alert")}", RepositoryTree.Read("deploy/prometheus/alerts.test.yml"), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void EveryWarning_IsExplained()
    {
        var explained = Row().Matches(Text).SelectMany(row => row.Groups["ids"].Value.Split(", ")).ToHashSet();
        Assert.All(Messages().Where(message => message.Level is "Warning" or "Error" or "Critical"), message => Assert.True(
            explained.Contains(message.Id), $"{message.Where} logs {message.Id}, which {Page} does not explain: add it to the table of log ids."));
        Assert.All(explained, id => Assert.True(Messages().Any(message => message.Id == id), $"{Page} explains {id}, which nothing logs."));
    }

    [Fact]
    public void EveryLogId_IsUsedOnce() => Assert.All(
        Messages().GroupBy(message => message.Id),
        same => Assert.True(same.Count() == 1, $"Log id {same.Key} is used by {string.Join(" and ", same.Select(message => message.Where))}."));

    [Fact]
    public void EveryAnchor_LeadsToAHeading()
    {
        foreach (var path in RepositoryTree.Files().Where(path => path.EndsWith(".md", StringComparison.Ordinal)))
        {
            foreach (Match link in Link().Matches(RepositoryTree.Read(path)))
            {
                var folder = Path.GetDirectoryName(RepositoryTree.PathOf(path))!;
                var target = link.Groups["file"].Length == 0 ? RepositoryTree.PathOf(path) : Path.Combine(folder, link.Groups["file"].Value);
                var anchors = Heading().Matches(File.ReadAllText(target)).Select(heading => Anchor(heading.Groups["text"].Value));
                Assert.True(anchors.Contains(link.Groups["anchor"].Value), $"{path} links to {link.Value}, a heading that is not there.");
            }
        }
    }

    private static IEnumerable<(string Where, string Id, string Level)> Messages() =>
        from path in RepositoryTree.Files()
        where path.StartsWith("src/", StringComparison.Ordinal) && path.EndsWith("Log.cs", StringComparison.Ordinal)
        from Match message in LogMessage().Matches(RepositoryTree.Read(path))
        select (path, message.Groups["id"].Value, message.Groups["level"].Value);

    private static string Anchor(string heading) =>
        NotInAnchors().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"LoggerMessage\(\s*(?<id>\d+),\s*LogLevel\.(?<level>\w+)")]
    private static partial Regex LogMessage();

    [GeneratedRegex(@"(?m)^\| (?<ids>\d{4}(, \d{4})*) \|")]
    private static partial Regex Row();

    [GeneratedRegex(@"\]\((?<file>[^)\s#:]*)#(?<anchor>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?m)^#+ (?<text>.+)$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();
}
