using System.Collections;
using System.Reflection;
using BookRecs.Frontend.Options;
using BookRecs.Grains.Books;
using BookRecs.Grains.Models;
using BookRecs.Grains.Recommendations;
using BookRecs.Grains.Users;
using BookRecs.Messaging;
using BookRecs.Recommender.Data.Synthetic;
using BookRecs.Recommender.Training;
using BookRecs.Silo.Startup;
using BookRecs.Storage;

namespace BookRecs.Silo.Settings;

/// <summary>
/// Every section under <c>BookRecs</c> with the type that holds its settings and their defaults, and the search for mistyped names.
/// </summary>
internal static class KnownSettings
{
    /// <summary>The section above all others.</summary>
    public const string Root = "BookRecs";

    /// <summary>The section of <see cref="TrainingOptions"/>.</summary>
    public const string TrainingSection = "BookRecs:Training";

    /// <summary>The section of <see cref="SyntheticShopOptions"/>.</summary>
    public const string SyntheticShopSection = "BookRecs:SyntheticShop";

    /// <summary>The sections, by name.</summary>
    public static IReadOnlyDictionary<string, Type> Sections { get; } = new Dictionary<string, Type>(StringComparer.OrdinalIgnoreCase)
    {
        [BookOptions.Section] = typeof(BookOptions),
        [ClusterNetworkOptions.Section] = typeof(ClusterNetworkOptions),
        [FirstStartOptions.Section] = typeof(FirstStartOptions),
        [HttpOptions.Section] = typeof(HttpOptions),
        [MessagingOptions.Section] = typeof(MessagingOptions),
        [ModelOptions.Section] = typeof(ModelOptions),
        [RefreshOptions.Section] = typeof(RefreshOptions),
        [SecurityOptions.Section] = typeof(SecurityOptions),
        [SiloRoleOptions.Section] = typeof(SiloRoleOptions),
        [StorageOptions.Section] = typeof(StorageOptions),
        [SyntheticShopSection] = typeof(SyntheticShopOptions),
        [TrainingSection] = typeof(TrainingOptions),
        [UserOptions.Section] = typeof(UserOptions),
    };

    /// <summary>Finds settings that nothing reads.</summary>
    /// <returns>One message for each, with the name that was probably meant.</returns>
    public static IEnumerable<string> FindUnknown(IConfiguration configuration)
    {
        var sections = Sections.Keys.Select(section => section[(Root.Length + 1)..]).ToArray();
        foreach (var section in configuration.GetSection(Root).GetChildren())
        {
            var unknown = Sections.TryGetValue(section.Path, out var type)
                ? FindUnknown(section, type)
                : [Complain(section.Path, Root, section.Key, sections)];
            foreach (var message in unknown)
                yield return message;
        }
    }

    private static IEnumerable<string> FindUnknown(IConfigurationSection section, Type type)
    {
        var settings = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite)
            .ToDictionary(property => property.Name, property => property.PropertyType, StringComparer.OrdinalIgnoreCase);
        foreach (var setting in section.GetChildren())
        {
            if (!settings.TryGetValue(setting.Key, out var inner))
            {
                yield return Complain(setting.Path, section.Path, setting.Key, settings.Keys);
                continue;
            }

            if (!IsGroup(inner))
                continue;
            foreach (var message in FindUnknown(setting, inner))
                yield return message;
        }
    }

    /// <summary>Whether a property holds further settings instead of a value.</summary>
    private static bool IsGroup(Type type) => type.IsClass && type != typeof(string) && !type.IsAssignableTo(typeof(IEnumerable));

    private static string Complain(string path, string parent, string name, IEnumerable<string> known)
    {
        var nearest = known.OrderBy(candidate => Distance(candidate, name) - candidate.AsSpan().CommonPrefixLength(name))
            .ThenBy(candidate => candidate, StringComparer.Ordinal)
            .First();
        return $"{path} is not a setting; did you mean {parent}:{nearest}?";
    }

    /// <summary>The number of letters to add, drop or change (Levenshtein 1966), without case.</summary>
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var change = diagonal + (char.ToUpperInvariant(left[i - 1]) == char.ToUpperInvariant(right[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
