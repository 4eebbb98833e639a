using System.Globalization;
using System.Security.Cryptography;
using Xmrl.Meta.Learners;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Validation;
using Xmrl.Offline.Data;
using Xmrl.Offline.Learning.Drawing;
using Xmrl.Rl.Environments;
using Xmrl.Runs.Files;
using Xmrl.Training.Configuration;
using Xmrl.Training.Planted;

namespace Xmrl.Offline.Learning;

/// <summary>MACAW: meta-trains on stored episodes alone, and adapts value and policy by one regression step each.</summary>
/// <remarks>Task sets are those of the data set. Settings of the policy have no effect; the networks have their own.</remarks>
/// <seealso href="https://arxiv.org/abs/2008.06043">Mitchell et al. (2021).</seealso>
internal sealed record Macaw : LearnerSettings
{
    private static readonly LearnerCard s_card = new(
        "macaw", "macaw", "MACAW",
        "Mitchell, Rafailov, Peng, Levine and Finn (2021): Offline Meta-Reinforcement Learning with Advantage Weighting. "
            + "https://arxiv.org/abs/2008.06043")
    {
        Overrides =
        [
            "scoring.actions=Mean", "retrain.methods=[prescribed, xmrlPruned, continued, randomPruned, prescribedControl]",
            "confirm.tasks=0",
        ],
    };

    /// <summary>Folder of the data set. Null for none, with which nothing can be trained.</summary>
    public string? Data { get; init; }

    /// <summary>SHA-256 of its dataset.json, by which a run knows its data again. Null for any.</summary>
    public string? DataSha256 { get; init; }

    /// <summary>Hidden layers of policy and value, in [0, 10]. Default 3 (Mitchell et al. 2021, author code).</summary>
    /// <unit>layers</unit>
    public int HiddenLayers { get; init; } = 3;

    /// <summary>Units of each of them, in [1, 10000]. Default 100 (Mitchell et al. 2021, author code).</summary>
    /// <unit>units</unit>
    public int HiddenUnits { get; init; } = 100;

    /// <summary>Numbers of the latent that each layer's weights are generated from, in [0, 10000]; 0 for plain layers. Default 0 (chosen by
    /// us: a step takes a fraction of the time; the authors' code has 100).</summary>
    /// <unit>numbers</unit>
    public int Latents { get; init; }

    /// <summary>Standard deviation of real actions, in units of the action limit, &gt; 0. Default 0.2 (Mitchell et al. 2021, author
    /// code).</summary>
    /// <unit>action limits</unit>
    public double Deviation { get; init; } = 0.2;

    /// <summary>Discount γ of the stored returns, in [0, 1]. Default 0.99 (Mitchell et al. 2021, author code).</summary>
    /// <unit>factor per step</unit>
    public double ReturnDiscount { get; init; } = 0.99;

    /// <summary>Rows of an inner and of an outer batch, in [2, 100000]. Default 256 (Mitchell et al. 2021, author code).</summary>
    /// <unit>rows</unit>
    public int Rows { get; init; } = 256;

    /// <summary>Whether inner rows are drawn evenly from their episodes, or are one stretch of them; the same in training and scoring.
    /// Default evenly (chosen by us; the author code takes a stretch in training and draws evenly in evaluation).</summary>
    public bool UniformInnerRows { get; init; } = true;

    /// <summary>Every so many-th step of a buffer is used, in [1, 1000]. Default 1 (chosen by us; the author code takes 7, for
    /// memory).</summary>
    /// <unit>steps</unit>
    public int Stride { get; init; } = 1;

    /// <summary>Share of the episodes of every buffer that training leaves out and that scored adaptations alone see, in [0, 0.5]; 0 for
    /// all episodes in both. Default 0 (Mitchell et al. 2021, author code).</summary>
    /// <unit>share</unit>
    public double HoldOut { get; init; }

    /// <summary>Tasks of an outer step, drawn without replacement, in [1, 1000]. Default 5 (Mitchell et al. 2021, author code).</summary>
    /// <unit>tasks</unit>
    public int TasksPerOuterStep { get; init; } = 5;

    /// <summary>Outer steps of an iteration, in [1, 100000]. Default 100 (chosen by us: curves of 100,000 lines would cost more than the
    /// learning).</summary>
    /// <unit>steps</unit>
    public int OuterStepsPerIteration { get; init; } = 100;

    /// <summary>First inner step sizes of the policy, one per tensor, learned, in (0, 1000]. Default 0.03 (chosen by us; the author code
    /// takes 0.001 with layers that are generated, which adapt 34 times faster).</summary>
    /// <unit>step length</unit>
    public double PolicyInnerStep { get; init; } = 0.03;

    /// <summary>First inner step sizes of the value, one per tensor, learned, in (0, 1000]. Default 0.03 (chosen by us; the author code
    /// takes 0.001 with layers that are generated).</summary>
    /// <unit>step length</unit>
    public double ValueInnerStep { get; init; } = 0.03;

    /// <summary>First coefficient of the error of the advantage's head, learned, in [0, 1000]; 0 for no head. Default 0.01 (Mitchell et al.
    /// 2021, author code).</summary>
    /// <unit>weight</unit>
    public double HeadCoefficient { get; init; } = 0.01;

    /// <summary>Outer step size of the policy, in (0, 1]. Default 1e-4 (Mitchell et al. 2021, author code).</summary>
    /// <unit>step length of Adam</unit>
    public double PolicyRate { get; init; } = 1e-4;

    /// <summary>Outer step size of the value, in (0, 1]. Default 1e-4 (Mitchell et al. 2021, their second code; the first takes
    /// 1e-5).</summary>
    /// <unit>step length of Adam</unit>
    public double ValueRate { get; init; } = 1e-4;

    /// <summary>Outer step size of the logarithms of step sizes and coefficient, in (0, 1]. Default 1e-3 (Mitchell et al. 2021, author
    /// code).</summary>
    /// <unit>step length of Adam</unit>
    public double RawRate { get; init; } = 1e-3;

    /// <summary>Temperature of the weights, in standard deviations of the advantages, &gt; 0. Default 1 (Mitchell et al. 2021, author
    /// code).</summary>
    /// <unit>standard deviations</unit>
    public double Temperature { get; init; } = 1;

    /// <summary>Whether advantages and outer targets of the value have the value of what follows a cut episode. Default true (Mitchell et
    /// al. 2021, author code; the paper has none).</summary>
    public bool Tail { get; init; } = true;

    /// <summary>What the likelihood of stored actions is weighted with: advantages, or uniform for imitation. Default advantage (Mitchell
    /// et al. 2021).</summary>
    public WeightKind Weights { get; init; } = WeightKind.Advantage;

    /// <summary>Divisor of returns, values and advantages, &gt; 0. Null for the standard deviation of the training buffers' returns; 1 is
    /// the authors' code.</summary>
    /// <unit>returns</unit>
    public double? ReturnScale { get; init; }

    /// <summary>What a scored adaptation sees: the task's buffer, own episodes, another task's buffer, nothing, or the first or the last
    /// third of the buffer; with nothing, training does not adapt either. Default buffer (Mitchell et al. 2021).</summary>
    public AdaptSource AdaptFrom { get; init; } = AdaptSource.Buffer;

    /// <inheritdoc/>
    public override LearnerCard Card => s_card;

    /// <inheritdoc/>
    public override int AdaptationSteps => AdaptFrom == AdaptSource.None ? 0 : 1;

    /// <inheritdoc/>
    public override string Description => string.Create(
        CultureInfo.InvariantCulture,
        $"{OuterStepsPerIteration} outer steps per iteration on stored episodes, {TasksPerOuterStep} tasks of {Rows} rows, weights "
            + $"{Weights}, adaptation from {AdaptFrom}{(HoldOut > 0 ? $", {HoldOut:0.###} of the episodes held out" : "")}");

    /// <inheritdoc/>
    public override string StepLengthName => nameof(PolicyRate);

    /// <inheritdoc/>
    public override bool HasCurvature => false;

    /// <inheritdoc/>
    public override bool TakesSingleStates => false;

    /// <inheritdoc/>
    internal override string LacksOfSingleStates => "learns from stored returns, which a mixed state does not have";

    /// <inheritdoc/>
    internal override bool AdaptsToStored => AdaptFrom is not (AdaptSource.Own or AdaptSource.None);

    /// <inheritdoc/>
    public override TaskLoad Load(int horizon) => new(horizon, 2);

    /// <inheritdoc/>
    public override LearnerSettings WithTrajectories(int trajectories) => this;

    /// <inheritdoc/>
    public override OuterSchedule Schedule(int iterations) => new(PolicyRate, 1, iterations);

    /// <inheritdoc/>
    internal override LearnerSettings Resolved(string folder)
    {
        if (Data is null)
        {
            return this;
        }

        string path = Path.GetFullPath(Path.Combine(folder, Data));
        return this with { Data = path, DataSha256 = HashOf(path) };
    }

    /// <inheritdoc/>
    internal override LearnerSettings? AdaptingFrom(string source)
        => Enum.TryParse(source, ignoreCase: true, out AdaptSource named) && Enum.IsDefined(named) ? this with { AdaptFrom = named } : null;

    /// <inheritdoc/>
    internal override IEnvironmentFamily Around(IEnvironmentFamily family)
    {
        if (Data is null)
        {
            throw new ConfigurationException("meta.data is null; expected the folder of a data set: --data, made by data collect.");
        }

        if (DataSha256 is { } expected && HashOf(Data) is var found && found != expected)
        {
            throw new InvalidDataException(
                $"{Data} is not the data set that the run began with: {OfflineDataSet.FileName} has SHA-256 {found}; expected {expected}.");
        }

        return new StoredTasks(family, OfflineDataSet.Read(Data, family.Spec));
    }

    /// <inheritdoc/>
    internal override IEnumerable<ValidationError> CheckTasks(IEnvironmentFamily family, (int Training, int Validation, int Test) sizes)
    {
        var stored = (StoredTasks)family;
        if (stored.Inner is IPlantedFamily)
        {
            yield return new ValidationError("tasks.planted", "none with stored data", "a planted truth");
        }

        (string Name, int Asked, BufferSet Set)[] sets =
        [
            ("tasks.training", sizes.Training, BufferSet.Training), ("tasks.validation", sizes.Validation, BufferSet.Validation),
            ("tasks.test", sizes.Test, BufferSet.Test),
        ];
        foreach ((string name, int asked, BufferSet set) in sets)
        {
            int there = stored.TasksOf((int)set).Count;
            if (asked > there)
            {
                yield return new ValidationError(
                    name, $"at most the {there} buffers of {Data}", asked.ToString(CultureInfo.InvariantCulture));
            }
        }

        if (TasksPerOuterStep > sizes.Training)
        {
            yield return new ValidationError(
                "meta.tasksPerOuterStep", $"at most tasks.training = {sizes.Training}",
                TasksPerOuterStep.ToString(CultureInfo.InvariantCulture));
        }

        if (stored.Data.Buffers.Select(Short).FirstOrDefault(static error => error is not null) is { } found)
        {
            yield return found;
        }
    }

    /// <summary>What a buffer has too little of.</summary>
    private ValidationError? Short(TaskBuffer buffer)
    {
        if (buffer.Episodes < 2 || (buffer.Steps + Stride - 1) / Stride < Rows)
        {
            return new ValidationError(
                "meta.data", $"buffers of at least 2 episodes and meta.rows × meta.stride = {Rows * Stride} steps",
                $"task {buffer.MdpTask.Index} with {buffer.Episodes} episodes and {buffer.Steps} steps");
        }

        var parts = new EpisodeRows(buffer, new RowOptions(ReturnDiscount, Stride, HoldOut));
        (string Name, int[] Episodes)[] needed = HoldOut > 0 ? [("for training", parts.Trained), ("held out", parts.Scored)] : [];
        foreach ((string name, int[] episodes) in needed)
        {
            if (episodes.Length < 2 || parts.Count(episodes) < Rows)
            {
                return new ValidationError(
                    "meta.holdOut", $"at least 2 episodes and meta.rows = {Rows} rows of every buffer in training, and as many held out",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{HoldOut}, with {episodes.Length} episodes and {parts.Count(episodes)} rows of task "
                            + $"{buffer.MdpTask.Index} {name}"));
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public override IMetaLearner Create(LearnerParts parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return new MacawLearner(Stored(parts.Family), new MacawOptions
        {
            Hidden = [.. Enumerable.Repeat(HiddenUnits, HiddenLayers)],
            Latents = Latents,
            Deviation = Deviation,
            Discount = ReturnDiscount,
            Rows = Rows,
            UniformInnerRows = UniformInnerRows,
            Stride = Stride,
            HoldOut = HoldOut,
            TasksPerStep = TasksPerOuterStep,
            StepsPerIteration = OuterStepsPerIteration,
            PolicyStep = PolicyInnerStep,
            ValueStep = ValueInnerStep,
            Coefficient = HeadCoefficient,
            ValueRate = ValueRate / PolicyRate,
            RawRate = RawRate / PolicyRate,
            Temperature = Temperature,
            HasTail = Tail,
            Weights = Weights,
            ReturnScale = ReturnScale,
            AdaptFrom = AdaptFrom,
            Regularization = parts.Regularization?.Outer ?? 0,
        }, parts.Pool);
    }

    /// <inheritdoc/>
    public override IEnumerable<ValidationError> Validate() =>
    [
        .. NumberRange.Closed(0, 10).Check(nameof(HiddenLayers), HiddenLayers),
        .. NumberRange.Closed(1, 10_000).Check(nameof(HiddenUnits), HiddenUnits),
        .. NumberRange.Closed(0, 10_000).Check(nameof(Latents), Latents),
        .. NumberRange.Positive.Check(nameof(Deviation), Deviation),
        .. NumberRange.Closed(0, 1).Check(nameof(ReturnDiscount), ReturnDiscount),
        .. NumberRange.Closed(2, 100_000).Check(nameof(Rows), Rows),
        .. NumberRange.Closed(1, 1000).Check(nameof(Stride), Stride),
        .. NumberRange.Closed(0, 0.5).Check(nameof(HoldOut), HoldOut),
        .. NumberRange.Closed(1, 1000).Check(nameof(TasksPerOuterStep), TasksPerOuterStep),
        .. NumberRange.Closed(1, 100_000).Check(nameof(OuterStepsPerIteration), OuterStepsPerIteration),
        .. NumberRange.OpenClosed(0, 1000).Check(nameof(PolicyInnerStep), PolicyInnerStep),
        .. NumberRange.OpenClosed(0, 1000).Check(nameof(ValueInnerStep), ValueInnerStep),
        .. NumberRange.Closed(0, 1000).Check(nameof(HeadCoefficient), HeadCoefficient),
        .. NumberRange.OpenClosed(0, 1).Check(nameof(PolicyRate), PolicyRate),
        .. NumberRange.OpenClosed(0, 1).Check(nameof(ValueRate), ValueRate),
        .. NumberRange.OpenClosed(0, 1).Check(nameof(RawRate), RawRate),
        .. NumberRange.Positive.Check(nameof(Temperature), Temperature),
        .. ReturnScale is { } scale ? NumberRange.Positive.Check(nameof(ReturnScale), scale) : [],
    ];

    private static StoredTasks Stored(IEnvironmentFamily family) => family as StoredTasks
        ?? throw new ArgumentException($"'{family.Spec.Id}' comes without a data set; MACAW learns from one.", nameof(family));

    private static string HashOf(string folder)
    {
        using FileStream stream = RunFiles.OpenRead(Path.Combine(RunFiles.Resolve(folder), OfflineDataSet.FileName));
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
