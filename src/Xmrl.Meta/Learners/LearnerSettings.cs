using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Validation;
using Xmrl.Rl.Environments;

namespace Xmrl.Meta.Learners;

/// <summary>A learner of the literature as settings: its own keys with ranges and sources, and the recipe that makes a learner of them. One
/// file per learner; <see cref="LearnerTable"/> lists them.</summary>
/// <remarks>A derived record is sealed, has a constructor without parameters and public properties with an <c>init</c> accessor: its
/// keys in configurations, beside those of the records that it inlines. A key that several learners share keeps its value when another
/// learner is chosen, so one whose default differs between them is nullable, with null for the learner's own. Whatever trains, scores,
/// counts or reports asks the members below, never for a key of one learner.</remarks>
public abstract record LearnerSettings : IValidated
{
    /// <summary>Names and paper.</summary>
    public abstract LearnerCard Card { get; }

    /// <summary>Adaptation steps that training looks through, ≥ 0, and after which policies are scored.</summary>
    public abstract int AdaptationSteps { get; }

    /// <summary>The settings that tell one training by this learner from another, in words for a report.</summary>
    public abstract string Description { get; }

    /// <summary>Name of the setting that makes every outer step shorter.</summary>
    public abstract string StepLengthName { get; }

    /// <summary>Whether the policy needs a context.</summary>
    public virtual bool NeedsContext => false;

    /// <summary>Whether the policy may have a context; not where it has a memory instead.</summary>
    public virtual bool TakesContext => true;

    /// <summary>Whether the tasks' objectives have curvature: θ climbs one function, whose Hessian and Fisher products exist.</summary>
    public virtual bool HasCurvature => true;

    /// <summary>Whether single states can join a task's samples; not where the policy sees its history, which a state alone does not
    /// have.</summary>
    public virtual bool TakesSingleStates => true;

    /// <summary>Why single states cannot join, as what follows the learner's name.</summary>
    internal virtual string LacksOfSingleStates => "sees histories, which a mixed state does not have";

    /// <summary>What a short variant sets of the learner, as <c>name=value</c>; no value becomes larger than it is here.</summary>
    internal virtual IEnumerable<string> Quick => [];

    /// <summary>Whether trainings offer update tracing.</summary>
    internal virtual bool HasTracing => false;

    /// <summary>Whether adaptation takes stored data of a task, which fresh tasks do not have.</summary>
    internal virtual bool AdaptsToStored => false;

    /// <summary>Whether the learner has gradients of single tasks, on which an explanation stands; without them influence is measured by
    /// continued training.</summary>
    internal virtual bool HasTaskGradients => true;

    /// <summary>What one task of one iteration takes.</summary>
    /// <param name="horizon">Steps of an episode.</param>
    /// <returns>Rollouts and their steps.</returns>
    public abstract TaskLoad Load(int horizon);

    /// <summary>The same learner with other numbers of trajectories per task and rollout.</summary>
    /// <param name="trajectories">Trajectories, ≥ 1.</param>
    /// <returns>New settings.</returns>
    public abstract LearnerSettings WithTrajectories(int trajectories);

    /// <summary>The same learner with another inner step size.</summary>
    /// <param name="factor">Factor on the step size, &gt; 0.</param>
    /// <returns>New settings; null where the learner has no inner step size, or learns it.</returns>
    internal virtual LearnerSettings? WithInnerStep(double factor) => null;

    /// <summary>The outer steps of meta-training.</summary>
    /// <param name="iterations">Its length.</param>
    /// <returns>Their lengths over the iterations.</returns>
    public abstract OuterSchedule Schedule(int iterations);

    /// <summary>The learner.</summary>
    /// <param name="parts">What it is made of apart from these settings.</param>
    /// <returns>A new learner.</returns>
    /// <exception cref="ArgumentException">Settings out of range, or parts that do not go together.</exception>
    public abstract IMetaLearner Create(LearnerParts parts);

    /// <summary>What does not go with an environment.</summary>
    /// <param name="environment">Environment id.</param>
    /// <returns>Errors; none where all goes together.</returns>
    public virtual IEnumerable<ValidationError> CheckEnvironment(string environment) => [];

    /// <summary>The same settings with paths that hold from anywhere, and with what their files are known by.</summary>
    /// <param name="folder">The folder that paths are meant from.</param>
    internal virtual LearnerSettings Resolved(string folder) => this;

    /// <summary>The environments as the learner takes them: with the task sets of its data, where it learns from data.</summary>
    /// <param name="family">The environments.</param>
    internal virtual IEnvironmentFamily Around(IEnvironmentFamily family) => family;

    /// <summary>The same learner with another source of what it adapts to.</summary>
    /// <param name="source">Name of the source.</param>
    /// <returns>New settings; null where the learner has no such source.</returns>
    internal virtual LearnerSettings? AdaptingFrom(string source) => null;

    /// <summary>What does not go with the sizes of the task sets.</summary>
    /// <param name="family">What <see cref="Around"/> gave.</param>
    /// <param name="sizes">Tasks of the sets.</param>
    /// <returns>Errors with whole paths; none where all goes together.</returns>
    internal virtual IEnumerable<ValidationError> CheckTasks(
        IEnvironmentFamily family, (int Training, int Validation, int Test) sizes) => [];

    /// <summary>What does not go with an environment, whoever brings it.</summary>
    /// <param name="spec">The environment.</param>
    /// <returns>Errors; none where all goes together.</returns>
    internal virtual IEnumerable<ValidationError> CheckSpec(EnvironmentSpec spec) => [];

    /// <inheritdoc/>
    public virtual IEnumerable<ValidationError> Validate() => [];
}
