using System.Collections.Immutable;

namespace Xmrl.Training.Configuration;

/// <summary>A configuration, an override or an experiment's name is wrong; the message is for the user, in plain words.</summary>
public sealed class ConfigurationException : Exception
{
    /// <summary>Creates the exception for one fault.</summary>
    /// <param name="message">What was found, what was expected, and where.</param>
    public ConfigurationException(string message)
        : this([message])
    {
    }

    /// <summary>Creates the exception for all faults that were found.</summary>
    /// <param name="faults">At least one sentence.</param>
    public ConfigurationException(ImmutableArray<string> faults)
        : base(string.Join('\n', faults)) => Faults = faults;

    /// <summary>The faults in the order of the file; after 100 reading stops.</summary>
    public ImmutableArray<string> Faults { get; }
}
