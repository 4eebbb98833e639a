using System.Collections.Immutable;
using Xmrl.Numerics.Parallel;
using Xmrl.Rl.Environments;
using Xmrl.Training.Loop;

namespace Xmrl.Training.Hosting;

/// <summary>Everything that a user can ask of one run.</summary>
public sealed record ExperimentRequest
{
    /// <summary>Name of the experiment, as registered.</summary>
    public required string Experiment { get; init; }

    /// <summary>What is done with it.</summary>
    public required ExperimentAction Action { get; init; }

    /// <summary>Seed of everything random.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Number of seeds of a reproduction, from <see cref="Seed"/> on; null for its own. Other experiments have one.</summary>
    public int? Seeds { get; init; }

    /// <summary>The word that stands for all methods that an experiment compares.</summary>
    public const string AllMethods = "all";

    /// <summary>Names of the improvement methods in place of the configured ones, or <see cref="AllMethods"/> alone; empty for the
    /// configured ones. Overrides go over them.</summary>
    public ImmutableArray<string> Methods { get; init; } = [];

    /// <summary>The run directory.</summary>
    public required string OutputDirectory { get; init; }

    /// <summary>Whether the run directory is inside that of a reproduction: then no link is followed on the way to it.</summary>
    public bool IsPart { get; init; }

    /// <summary>Threads to use, at least 1; results do not depend on it.</summary>
    public required int Threads { get; init; }

    /// <summary>Time between two checkpoints of a training; zero for one after every iteration. Results do not depend on it.</summary>
    public TimeSpan SaveEvery { get; init; } = TrainingLoop.DefaultSaveEvery;

    /// <summary>The processes that share the work; results do not depend on them. Each has an <see cref="OutputDirectory"/> of its own, of
    /// which that of rank 0 is the run's record.</summary>
    public ICollective Processes { get; init; } = SingleProcess.Instance;

    /// <summary>Whether the short variant is wanted.</summary>
    public bool Quick { get; init; }

    /// <summary>Whether a number is added to <see cref="OutputDirectory"/> where something has this name already: for folders that the user
    /// did not name.</summary>
    public bool AnyFreeDirectory { get; init; }

    /// <summary>Whether an existing output directory is moved aside.</summary>
    public bool Force { get; init; }

    /// <summary>A YAML file instead of the built-in configuration; null for the built-in one.</summary>
    public string? ConfigurationFile { get; init; }

    /// <summary>Full path of the folder that paths in the configuration are meant from; null for the working directory. With several
    /// processes <see cref="ConfigurationFile"/> may be a copy elsewhere.</summary>
    internal string? ConfigurationFolder { get; init; }

    /// <summary>The environments of a program that brings its own; null for those that the configuration names. The configuration of the
    /// run then has their id, and every continuation brings them again.</summary>
    public IEnvironmentFamily? Environments { get; init; }

    /// <summary>Values that go over the configuration's, each as key.key=value.</summary>
    public ImmutableArray<string> Overrides { get; init; } = [];

    /// <summary>Price file of every run of a table; null for the experiment's own data. A single run has its file among the
    /// overrides.</summary>
    public string? DataFile { get; init; }

    /// <summary>The command line, for the record.</summary>
    public string CommandLine { get; init; } = "";

    /// <summary>A run whose base policy, configuration and tasks a new run begins with, instead of training; null for training.</summary>
    public string? BaseRun { get; init; }

    /// <summary>Run directory to continue, which is then also <see cref="OutputDirectory"/>; null for a new run.</summary>
    public string? ResumeFrom { get; init; }
}
