using System.Security.Cryptography;
using Xmrl.Runs.Records;
using Xmrl.Training.Configuration;
using Xmrl.Training.Sources;

namespace Xmrl.Training.Hosting;

/// <summary>Tells one build of a user's own environment from another.</summary>
internal static class AssemblyHash
{
    /// <summary>SHA-256 of the assembly that a run's environment comes from.</summary>
    /// <param name="run">A run with its configuration.</param>
    /// <returns>64 hexadecimal digits; null where the environment is in no assembly of a user's, or the file cannot be found, which
    /// whoever opens the environment says.</returns>
    public static string? Of(RunDirectory run)
    {
        try
        {
            string yaml = ConfigurationReader.LoadText(run.ConfigurationPath);
            string? path = ConfigurationReader.ReadPart<EnvironmentKey>(new ConfigurationDocument(yaml, run.ConfigurationPath), [])
                .Environment.AssemblyPath;
            if (path is null || !File.Exists(path))
            {
                return null;
            }

            using FileStream stream = File.OpenRead(path);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (ConfigurationException)
        {
            return null;
        }
    }
}
