using Xmrl.Experiments.Running;
using Xmrl.Experiments.Settings;
using Xmrl.Meta.Learners;

namespace Xmrl.Experiments.Improvement;

/// <summary>Environment steps of each stage of a run, in the order of the stages, if no episode ends early and every method
/// applies.</summary>
/// <remarks>What the shares of the progress and the forecast rest on; what was really taken is in stages.json.</remarks>
internal sealed class RunCost
{
    private readonly ImproveConfiguration _configuration;
    private readonly List<(string Stage, double Steps)> _stages = [];

    /// <summary>Counts.</summary>
    /// <param name="configuration">The run's configuration.</param>
    /// <param name="horizon">Steps of an episode.</param>
    /// <param name="action">Whether the run trains alone or improves.</param>
    public RunCost(ImproveConfiguration configuration, int horizon, ExperimentAction action)
    {
        _configuration = configuration;
        MetaSettings meta = configuration.Meta;

        int steps = meta.Learner.AdaptationSteps;
        double task = meta.Learner.Load(horizon).Steps;
        double training = (double)meta.Iterations * meta.TasksPerIteration * task;
        double reported = Evaluation(configuration.Scoring.ReportedOnly(steps), horizon);
        Add(
            ImprovementPipeline.TrainingStage,
            training
                + (Validations(meta.Iterations, meta.Validations) * configuration.Tasks.Validation * reported
                    * configuration.Scoring.Repeats));
        int methods = 0;
        if (action == ExperimentAction.Improve)
        {
            methods = configuration.Retrain.Methods.Length;
            AddImprovement(horizon, training, reported);
        }

        Meta.Evaluation.EvaluationOptions full = configuration.Scoring.Options(steps);
        double later = configuration.Scoring.Curves ? Evaluation(full, horizon) : Evaluation(full with { LastStepOnly = true }, horizon);
        Add(
            ImprovementPipeline.EvaluationStage,
            configuration.Tasks.Test * configuration.Scoring.Repeats * (reported + Evaluation(full, horizon) + (methods * later)));
    }

    /// <summary>Steps of all stages.</summary>
    public double Total => _stages.Sum(stage => stage.Steps);

    /// <summary>Steps of a stage; 0 if the run has none of the name.</summary>
    public double Of(string stage) => _stages.Where(known => known.Stage == stage).Sum(known => known.Steps);

    /// <summary>Share of the run that is done while a stage is at work.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="within">Share of the stage, in [0, 1].</param>
    public double Share(string stage, double within)
    {
        double before = _stages.TakeWhile(known => known.Stage != stage).Sum(known => known.Steps);
        return Total > 0 ? Math.Clamp((before + (Of(stage) * within)) / Total, 0, 1) : 0;
    }

    private static int Validations(int iterations, int validations)
    {
        int every = ImprovementPipeline.ValidateEvery(iterations, validations);
        return validations == 0 ? 0 : (iterations + every - 1) / every;
    }

    /// <summary>Environment steps that score one adaptation, if no episode ends early.</summary>
    internal static long Scoring(Meta.Evaluation.EvaluationOptions options, int horizon)
        => (options.LastStepOnly ? 1L : options.Steps + 1) * (options.SampledTrajectories + options.MeanTrajectories) * horizon;

    /// <summary>One adaptation with its scores.</summary>
    private static double Evaluation(Meta.Evaluation.EvaluationOptions options, int horizon)
        => ((double)options.Steps * options.AdaptationTrajectories * horizon) + Scoring(options, horizon);

    private void AddImprovement(int horizon, double training, double reported)
    {
        ImproveConfiguration c = _configuration;
        LearnerSettings learner = c.Meta.Learner;
        double task = learner.Load(horizon).Steps;
        int critical = c.Explain.CriticalTasks;
        Add(
            ImprovementPipeline.ExplanationStage,
            (2 * c.Tasks.Validation * c.Poor.SelectionRepeats * reported)
                + (c.Explain.Iterations * (c.Tasks.Training + c.Poor.Count) * task));
        if (c.Explain.Fidelity)
        {
            double alone = training * Math.Min(1, critical / (double)c.Meta.TasksPerIteration);
            Add(ImprovementPipeline.FidelityTraining("critical"), alone);
            Add(ImprovementPipeline.FidelityTraining("random"), alone);
            Add(ImprovementPipeline.FidelityStage, 3 * c.Poor.Count * ImprovementPipeline.FidelityRepeats * c.Scoring.Repeats * reported);
        }

        // Mixed samples are states of their own: as many again as the critical tasks' own.
        double mixingTask = (c.Augment.Trajectories is { } fewer ? learner.WithTrajectories(fewer) : learner).Load(horizon).Steps;
        foreach (ImprovementMethod method in c.Retrain.Methods.Where(MethodPlans.LearnsLaw))
        {
            Add(
                ImprovementPipeline.MixingStage(method),
                c.Augment.Iterations * c.Augment.Draws * ((c.Augment.Sets * critical * 2) + c.Augment.OtherTasks) * mixingTask);
        }

        foreach (ImprovementMethod method in c.Retrain.Methods)
        {
            double validations = Validations(
                c.Retrain.Iterations, c.Retrain.Validations) * c.Tasks.Validation * reported * c.Scoring.Repeats;
            Add(
                ImprovementPipeline.RetrainStage(method),
                (c.Retrain.Iterations * ((2 * critical) + c.Retrain.OtherTasks) * task) + validations);
        }

        if (c.Confirm.Tasks > 0)
        {
            int candidates = c.Retrain.Methods.Count(c.Confirm.Candidates.Contains);
            Add(
                ImprovementPipeline.ConfirmationStage,
                (candidates == 0 ? 0 : candidates + 1) * c.Confirm.Tasks * c.Scoring.Repeats * reported);
        }
    }

    private void Add(string stage, double steps) => _stages.Add((stage, steps));
}
