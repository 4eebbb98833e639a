using System.Collections.Immutable;
using Xmrl.Training.Hosting;

namespace Xmrl.Cli.Commands.Seeds;

/// <summary>The same run for several seeds.</summary>
/// <param name="Runner">The experiment.</param>
/// <param name="Request">What is asked of every run, apart from seed and folder.</param>
/// <param name="Seeds">The seeds.</param>
/// <param name="Parent">The folder in which every run has one of its own.</param>
/// <param name="Name">What the names of these folders begin with.</param>
internal sealed record SeedPlan(
    IExperimentRunner Runner, ExperimentRequest Request, ImmutableArray<ulong> Seeds, string Parent, string Name);
