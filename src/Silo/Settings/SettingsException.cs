namespace BookRecs.Silo.Settings;

/// <summary>Settings that the service refuses to start with.</summary>
/// <param name="failures">One message for each, naming setting, value and rule.</param>
internal sealed class SettingsException(IEnumerable<string> failures) : Exception(string.Join("; ", failures));
