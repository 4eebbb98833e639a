using System.Collections.Immutable;
using Xmrl.Training.Hosting;
using Xmrl.Training.Settings;

namespace Xmrl.Reproduction.Robustness;

/// <summary>A question of the study as trainings whose curves are compared: cells are figures of a learner under a condition.</summary>
/// <remarks>It becomes a table like any other, so that runs, resumption, statistics, verdicts, printing and storage are those of
/// tables.</remarks>
internal sealed record CurveReproduction
{
    /// <summary>Column of the mean of the last tenth of the evaluations.</summary>
    public const string FinalColumn = "final";

    /// <summary>Column of the largest mean of five evaluations.</summary>
    public const string BestColumn = "best";

    private const string TrainingAxis = "environment steps of the training, without those of evaluations";
    private const string AdaptationAxis = "environment steps spent on a new task";
    private const string AdaptationPanel = "What a new task costs and yields";
    private const string Return = "Mean return on the test tasks";

    /// <summary>Id below robustness/.</summary>
    public required string Id { get; init; }

    /// <summary>One line for lists and help.</summary>
    public required string Summary { get; init; }

    /// <summary>The form.</summary>
    public required ReproductionVariant Variant { get; init; }

    /// <summary>The trainings of a seed.</summary>
    public required ImmutableArray<CurveRun> Runs { get; init; }

    /// <summary>The cells, in printing order. Figures of the paper are dropped where they cannot be compared.</summary>
    public required ImmutableArray<ReproductionCell> Cells { get; init; }

    /// <summary>The figures of a finished training: row, column and value, null for none.</summary>
    public required Func<CurveRun, CurveReading, IEnumerable<(string Row, string Column, double? Value)>> Values { get; init; }

    /// <summary>Orders that the study finds, or that its design asks for.</summary>
    public ImmutableArray<OrderingClaim> Claims { get; init; } = [];

    /// <summary>Rows that it finds alike.</summary>
    public ImmutableArray<EquivalenceClaim> Equivalences { get; init; } = [];

    /// <summary>Cells that follow from several runs.</summary>
    public Func<IReadOnlyDictionary<string, double>, IEnumerable<KeyValuePair<string, double>>>? Derive { get; init; }

    /// <summary>Pictures over adaptation steps.</summary>
    public ImmutableArray<FigurePicture> Pictures { get; init; } = [];

    /// <summary>Settings of the question that the study states.</summary>
    public required ImmutableArray<string> Stated { get; init; }

    /// <summary>What is done here where it is open, or added by us.</summary>
    public required ImmutableArray<string> Assumptions { get; init; }

    /// <summary>Faults of the study beside the common ones.</summary>
    public ImmutableArray<StudyFault> Faults { get; init; } = [];

    /// <summary>Makes the question's other forms.</summary>
    public required Func<ReproductionVariant, CurveReproduction> Forms { get; init; }

    /// <summary>One kind for all learners, or they could not be compared.</summary>
    private ActionKind AdaptationActions => Variant.Actions ?? ActionKind.Mean;

    private IEnumerable<StudyLearner> Learners => Runs.Select(run => run.Learner).Distinct();

    /// <summary>The table.</summary>
    public TableReproduction ToTable()
    {
        bool hasPaper = Variant is { Scale: not ReproductionScale.Quick, ScoresAsThePaper: true };
        return new TableReproduction
        {
            Id = $"robustness/{Id}",
            Summary = Summary,
            Protocol = new ReproductionProtocol
            {
                Source = $"Okanovic, Sterzinger and Zogaj, robustness study, {StudyWords.Question(Id)}",
                Measure = StudyWords.Measure(Variant, Learners),
                Stated = Stated,
                Assumptions = [.. StudyWords.Scale(Variant), .. Assumptions, .. StudyWords.Common],
                Faults = [.. StudyWords.Faults, .. Faults],
            },
            Cells = [.. Cells.Select(cell => hasPaper ? cell : cell with { Paper = null })],
            Claims = Claims,
            Equivalences = Equivalences,
            Derive = Derive,
            Pictures = Pictures,
            Panels =
            [
                .. Learners.Select(TrainingPanel).Distinct().Select(title => new CurvePanel(title, TrainingAxis, Return)),
                new CurvePanel(
                    AdaptationPanel, AdaptationAxis,
                    $"{Return} before adaptation and after each of its steps, {AdaptationActions.ToString().ToLowerInvariant()} actions"),
            ],
            Variant = Variant,
            Forms = variant => Forms(variant).ToTable(),
            Series = [.. Runs.Select(Series)],
            Seeds = 3,
            QuickSeeds = 2,
        };
    }

    /// <summary>Learners share a panel where each has one condition.</summary>
    private string TrainingPanel(StudyLearner learner)
        => Runs.All(run => run.Condition.Length == 0) ? "Training" : $"Training: {learner.Label}";

    private ReproductionSeries Series(CurveRun run) => new()
    {
        Name = run.SeriesName,
        Label = run.Row,
        Runner = new StudyExperiment(run.Row, run.Configuration),
        Action = ExperimentAction.Train,
        Read = folder =>
        {
            CurveReading reading = Reading(run, StudyResult.Read(folder));
            RunFigures figures = SeriesFigures.Of(
                folder,
                Values(run, reading)
                    .Where(figure => figure.Value is not null)
                    .Select(figure => KeyValuePair.Create(ReproductionCell.KeyOf(figure.Row, figure.Column), figure.Value!.Value)));
            return figures with
            {
                Remarks = [StudyWords.Spent(reading.Result)],
            };
        },
        Curves = folder => Curves(run, Reading(run, StudyResult.Read(folder))),
    };

    private CurveReading Reading(CurveRun run, StudyResult result)
        => new(result, Variant.Score ?? run.Learner.Score, Variant.Actions ?? run.Learner.Actions);

    private IReadOnlyList<RunCurve> Curves(CurveRun run, CurveReading reading) =>
    [
        new(
            TrainingPanel(run.Learner), run.Row,
            [.. reading.Result.Evaluations.Select(evaluation => (double)evaluation.TrainingInteractions)],
            reading.Curve(CurveReading.Whole)),
        .. IsReference(run)
            ? new[]
            {
                new RunCurve(
                    AdaptationPanel, run.Row, reading.Result.Trained.Spent,
                    reading.Result.Trained.Scores[StudyGroups.Name(StudyGroups.Test, AdaptationActions)]),
            }
            : [],
    ];

    /// <summary>Of every learner the condition that leaves nothing out stands for it among the others: the last one.</summary>
    private bool IsReference(CurveRun run) => Runs.Last(other => other.Learner == run.Learner && other.IsReference) == run;
}
