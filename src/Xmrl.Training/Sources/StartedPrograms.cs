using Xmrl.External;
using Xmrl.External.Connections;
using Xmrl.Numerics.Parallel;
using Xmrl.Training.Configuration;

namespace Xmrl.Training.Sources;

/// <summary>The environments in other processes that this one has started or reached: each once, as a start is dear. Programs end with
/// this process.</summary>
internal static class StartedPrograms
{
    private static readonly Lock s_gate = new();
    private static readonly Dictionary<ExternalOptions, ExternalFamily> s_started = [];
    private static ICollective s_processes = SingleProcess.Instance;

    /// <summary>Says which processes share the work, so that the numbers of their workers are distinct. For the start of a program: what is
    /// reached already keeps its number.</summary>
    /// <param name="processes">The processes.</param>
    public static void ShareAmong(ICollective processes)
    {
        lock (s_gate)
        {
            s_processes = processes;
        }
    }

    /// <summary>The environment of a program.</summary>
    /// <param name="options">Where the program is.</param>
    /// <param name="id">What it must be called; empty for any name.</param>
    /// <returns>The family.</returns>
    /// <exception cref="ConfigurationException">It does not start, cannot be used, or is called otherwise.</exception>
    public static ExternalFamily Open(ExternalOptions options, string id)
    {
        if (options.Fault is { } fault)
        {
            throw new ConfigurationException($"environment: {fault}.");
        }

        ExternalFamily family;
        lock (s_gate)
        {
            try
            {
                if (!s_started.TryGetValue(options, out family!))
                {
                    family = s_started[options] = ExternalFamily.Start(
                        options with { Rank = s_processes.Rank, Processes = s_processes.Size });
                }
            }
            catch (ExternalEnvironmentException error)
            {
                throw new ConfigurationException(error.Message);
            }
        }

        return id.Length == 0 || id == family.Spec.Id
            ? family
            : throw new ConfigurationException(
                $"The environment's program '{options.Name}' serves {family.Spec.Id}; environment.id is {id}.");
    }
}
