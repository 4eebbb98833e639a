using System.Globalization;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Surrogates;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;
using Xmrl.Training.Settings;

namespace Xmrl.Experiments.Improvement;

/// <summary>Memory that the meta-training of a configuration takes at least, per process, from what it surely holds at the same time.
/// Counted before anything is made.</summary>
internal sealed class RunMemory
{
    private const int Number = sizeof(Real);
    private const int Double = sizeof(double);

    /// <summary>Θ at the start, θ and the step from it; the hyper-gradient and two moments, or the vectors of a trust region, in
    /// double.</summary>
    private const int ParameterCopies = 3;
    private const int DoubleCopies = 3;

    /// <summary>Advantage, discounted reward and discounted value of each sample.</summary>
    private const int SampleScalars = 3;

    /// <summary>Values and derivatives of a block of samples.</summary>
    private const int ActivationCopies = 2;

    /// <summary>Least heap over the count, by measurement: four layers of 768 units on Navigation2D with 20 tasks count 646 MB; under a
    /// heap limit of 900 MB the run ends without memory, under 1,100 MB with its report; the mean of the two is taken.</summary>
    private const double Share = 1000.0 / 646;

    /// <summary>Counts.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="spec">The environment.</param>
    /// <param name="request">Threads, processes and whether the run improves.</param>
    public RunMemory(ImproveConfiguration configuration, EnvironmentSpec spec, ExperimentRequest request)
    {
        MetaSettings meta = configuration.Meta;
        Parameters = ParameterCount(configuration.Policy, spec);
        TaskLoad load = meta.Learner.Load(spec.Horizon);
        double samples = load.RolloutSteps;
        double perSample = spec.ObservationSize + Math.Max(spec.ActionSize, spec.ActionChoices);
        double explained = request.Action == ExperimentAction.Train ? 0 : configuration.Tasks.Training + configuration.Poor.Count;

        // All tasks of an iteration are summed in their order, so their hyper-gradients wait for each other.
        double tasks = Math.Ceiling(meta.TasksPerIteration / (double)request.Processes.Size);
        LargestArray = Math.Max((double)Parameters, samples * perSample);
        PolicyBytes = (double)Parameters * ((ParameterCopies * Number) + (DoubleCopies * Double));
        double rollouts = load.Rollouts;
        TaskBytes = (double)Parameters * Math.Max(tasks * (Double + (rollouts * Number)), explained / request.Processes.Size * Double);
        SampleBytes = samples * Number * ((tasks * rollouts * (perSample + SampleScalars)) + (request.Threads * perSample));
        double width = configuration.Policy.HiddenSizes.Sum(size => (double)size);
        double activations = ActivationCopies * Math.Min(samples, SurrogateEvaluator.BlockSamples) * width;
        ProgramBytes = request.Threads * Number * ((double)Parameters + activations);
    }

    /// <summary>Number of parameters of the policy.</summary>
    public Int128 Parameters { get; }

    /// <summary>Elements of the longest array.</summary>
    public double LargestArray { get; }

    /// <summary>Parameters, hyper-gradient and optimizer.</summary>
    public double PolicyBytes { get; }

    /// <summary>Adapted parameters and hyper-gradients of the tasks of an iteration.</summary>
    public double TaskBytes { get; }

    /// <summary>Samples of the tasks of an iteration, and those that threads draw.</summary>
    public double SampleBytes { get; }

    /// <summary>Networks with their derivatives, per thread.</summary>
    public double ProgramBytes { get; }

    /// <summary>All of it, with what is held besides for moments: copies for checkpoints, validations and the garbage collector.</summary>
    public double Bytes => Share * (PolicyBytes + TaskBytes + SampleBytes + ProgramBytes);

    /// <summary>Refuses what cannot work on this machine.</summary>
    /// <param name="available">Bytes that the process may take; 0 if unknown.</param>
    /// <exception cref="ConfigurationException">An array would be longer than there can be, or more memory is needed than there is; the
    /// message has the figures.</exception>
    public void Require(double available)
    {
        if (LargestArray > Array.MaxLength)
        {
            throw new ConfigurationException(
                Text($"The configuration needs an array of {LargestArray:#,0} numbers (the policy has {Parameters:#,0} parameters); ")
                + Text($"at most {Array.MaxLength:#,0} fit. {Remedy}"));
        }

        if (available > 0 && Bytes > available)
        {
            throw new ConfigurationException(
                Text($"The configuration needs about {Gibibytes(Bytes)} of memory per process, ")
                + Text($"and this machine has {Gibibytes(available)}. Held all the time: ")
                + Text($"{Parameters:#,0} parameters with hyper-gradient and optimizer {Gibibytes(PolicyBytes)}, ")
                + Text($"adapted parameters and hyper-gradients of the tasks {Gibibytes(TaskBytes)}, samples {Gibibytes(SampleBytes)}, ")
                + Text($"networks of the threads {Gibibytes(ProgramBytes)}. {Remedy}"));
        }
    }

    /// <summary>Number of parameters of the policy that settings describe.</summary>
    /// <param name="settings">The policy.</param>
    /// <param name="spec">The environment.</param>
    /// <returns>P, whatever its size.</returns>
    public static Int128 ParameterCount(PolicySettings settings, EnvironmentSpec spec)
    {
        int outputs = spec.ActionChoices > 0 ? spec.ActionChoices : spec.ActionSize;
        Int128 count = spec.ActionChoices == 0 && settings.LearnLogStd ? spec.ActionSize : 0;
        int inputs = spec.ObservationSize;
        foreach (int size in settings.HiddenSizes.Add(outputs))
        {
            count += ((Int128)inputs + 1) * size;
            inputs = size;
        }

        return count + (settings.ContextSize * ((Int128)1 + (settings.HiddenSizes.IsEmpty ? outputs : settings.HiddenSizes[0])));
    }

    private const string Remedy = "Fewer or narrower layers (policy.hiddenSizes), meta.tasksPerIteration and meta.trajectories take less.";

    private static string Gibibytes(double bytes) => Text($"{bytes / (1L << 30):#,0.##} GiB");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
