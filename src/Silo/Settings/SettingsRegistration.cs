using BookRecs.Grains.Books;
using BookRecs.Grains.Models;
using BookRecs.Grains.Recommendations;
using BookRecs.Grains.Users;
using BookRecs.Messaging;
using BookRecs.Recommender.Data.Synthetic;
using BookRecs.Recommender.Training;
using BookRecs.Silo.Hosting;
using BookRecs.Silo.Runtime;
using BookRecs.Silo.Startup;

namespace BookRecs.Silo.Settings;

/// <summary>Reads the settings, stops the start when one breaks its rule, and registers them.</summary>
internal static class SettingsRegistration
{
    /// <summary>Reads and registers the settings of grains, models, topics and the first start.</summary>
    /// <returns>What decides what the process is made of.</returns>
    /// <exception cref="SettingsException">A setting is unknown, cannot be read or breaks its rule.</exception>
    public static ProcessSettings AddBookRecsSettings(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        var failures = new List<string>(KnownSettings.FindUnknown(configuration));
        var role = Read<SiloRoleOptions>(
            configuration, SiloRoleOptions.Section, static options => options.Validate(RuntimeWiring.IsCluster), failures);
        var cluster = Read<ClusterNetworkOptions>(
            configuration, ClusterNetworkOptions.Section, static options => options.Validate(), failures);
        builder.Services.AddSingleton(Read<UserOptions>(configuration, UserOptions.Section, options => options.Validate(), failures));
        builder.Services.AddSingleton(Read<BookOptions>(configuration, BookOptions.Section, options => options.Validate(), failures));
        builder.Services.AddSingleton(Read<ModelOptions>(configuration, ModelOptions.Section, options => options.Validate(), failures));
        builder.Services.AddSingleton(Read<TrainingOptions>(
            configuration, KnownSettings.TrainingSection, options => Catch($"{KnownSettings.Root}:", options.Validate), failures));
        builder.Services.AddSingleton(
            Read<MessagingOptions>(configuration, MessagingOptions.Section, options => options.Validate(), failures));
        builder.Services.AddSingleton(Read<RefreshOptions>(configuration, RefreshOptions.Section, options => options.Validate(), failures));
        builder.Services.AddSingleton(Read<SyntheticShopOptions>(
            configuration,
            KnownSettings.SyntheticShopSection,
            options => Catch($"{KnownSettings.SyntheticShopSection}:", options.Validate),
            failures));
        builder.Services.AddSingleton(Read<FirstStartOptions>(configuration, FirstStartOptions.Section, static _ => [], failures));
        if (failures.Count > 0)
            throw new SettingsException(failures);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<ExitReport>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(cluster.ShutdownSeconds));
        var settings = new ProcessSettings(role, cluster);
        builder.Services.AddSingleton(settings);
        return settings;
    }

    private static T Read<T>(IConfiguration configuration, string section, Func<T, IEnumerable<string>> validate, List<string> failures)
        where T : class, new()
    {
        try
        {
            var options = configuration.GetSection(section).Get<T>() ?? new T();
            failures.AddRange(validate(options));
            return options;
        }
        catch (InvalidOperationException error)
        {
            // The binder's message names the setting, its value and the type it must have.
            failures.Add(error.Message);
            return new T();
        }
    }

    // The engine's options name setting, value and rule in an exception; .NET adds the parameter, which says nothing new.
    private static IEnumerable<string> Catch(string prefix, Action validate)
    {
        try
        {
            validate();
            return [];
        }
        catch (ArgumentException error)
        {
            return [prefix + error.Message.Split(" (Parameter ")[0].Replace("Training.", "Training:", StringComparison.Ordinal)];
        }
    }
}
