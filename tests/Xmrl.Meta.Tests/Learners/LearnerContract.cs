using System.Text.Json;
using System.Text.RegularExpressions;
using Xmrl.Contracts;
using Xmrl.Meta.Gradient;
using Xmrl.Meta.Learners;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Numerics.Validation;
using Xmrl.Rl.Policies;

namespace Xmrl.Meta.Tests.Learners;

/// <summary>What holds for every learner of <see cref="LearnerTable"/>, whatever its recipe; a learner's own test class inherits
/// it.</summary>
public abstract partial class LearnerContract<T>
    where T : LearnerSettings, new()
{
    /// <summary>The learner with its parts around a quadratic bandit, whose episodes have one step.</summary>
    private protected static GradientLearner Create(LearnerSettings settings, WorkPool pool, QuadraticRegularization? regularization = null)
        => (GradientLearner)Assemble(settings, pool, regularization);

    private static IMetaLearner Assemble(LearnerSettings settings, WorkPool pool, QuadraticRegularization? regularization = null)
        => settings.Create(new LearnerParts
        {
            Family = QuadraticBandit.Family,
            Policy = new GaussianMlpPolicy(
                GaussianMlpShape.For(QuadraticBandit.Family.Spec) with { HiddenSizes = [3], ContextSize = settings.NeedsContext ? 2 : 0 }),
            Pool = pool,
            Regularization = regularization,
        });

    /// <summary>The options of the learner that the settings make.</summary>
    private protected static LearnerOptions Options(LearnerSettings settings, QuadraticRegularization? regularization = null)
    {
        using var pool = new WorkPool(1);
        using GradientLearner learner = Create(settings, pool, regularization);
        return learner.Options;
    }

    private protected static OuterSchedule Short { get; } = new(0.1, 0.5, 10, 2);

    [Fact]
    public void Table_Learner_IsListedOnceUnderItsNames()
    {
        LearnerCard card = new T().Card;

        LearnerTable.All.OfType<T>().ShouldHaveSingleItem().ShouldBe(new T());
        LearnerTable.Find(card.Key).ShouldBe(new T());
        LearnerTable.TitleOf(card.Key).ShouldBe(card.Title);
        card.Key.ShouldBe(JsonNamingPolicy.CamelCase.ConvertName(typeof(T).Name));
        Argument().IsMatch(card.Argument).ShouldBeTrue(card.Argument);
        card.Argument.Replace("-", string.Empty, StringComparison.Ordinal).ShouldBe(card.Key.ToLowerInvariant());
        Paper().IsMatch(card.Paper).ShouldBeTrue(card.Paper);
    }

    [Fact]
    public void Register_AgainUnderAnyOfItsNames_Throws()
        => Should.Throw<ArgumentException>(() => LearnerTable.Register(new T())).Message.ShouldContain(new T().Card.Title);

    [Fact]
    public void Validate_Defaults_AreAcceptable()
    {
        Records(new T()).SelectMany(record => record.Validate()).ShouldBeEmpty();
        new T().CheckEnvironment("Drone-v1").ShouldBeEmpty();
    }

    [Fact]
    public void Load_Settings_CountWhatAnIterationDraws()
    {
        LearnerSettings settings = new T().WithTrajectories(4);
        using var pool = new WorkPool(1);
        using IMetaLearner learner = Assemble(settings, pool);
        var theta = new Real[learner.ParameterCount];
        learner.Initialize(RandomKey.FromSeed(1), theta);
        IMetaTraining training = learner.Begin(theta, settings.Schedule(5));
        TaskPlan[] plans =
            [.. Enumerable.Range(0, 2).Select(i => new TaskPlan { MdpTask = QuadraticBandit.Family.SampleTask(RandomKey.FromSeed(2), i) })];

        IterationReport report = training.Iterate(plans, RandomKey.FromSeed(3));

        TaskLoad load = settings.Load(QuadraticBandit.Family.Spec.Horizon);
        report.Interactions.ShouldBe((long)(plans.Length * load.Steps));
        load.Rollouts.ShouldBe(settings.AdaptationSteps + 1);
        report.Outer.Status.ShouldBe(OuterStatus.Accepted);
    }

    [Fact]
    public void WithTrajectories_Other_ChangesNothingElse()
    {
        LearnerSettings fewer = new T().WithTrajectories(6);

        fewer.ShouldNotBe(new T());
        fewer.WithTrajectories(20).ShouldBe(new T());
    }

    [Fact]
    public void StepLengthName_Setting_IsOneOfTheLearner()
        => Records(new T()).Any(record => record.GetType().GetProperty(new T().StepLengthName) is not null).ShouldBeTrue();

    /// <summary>The settings and all records in them.</summary>
    private static IEnumerable<IValidated> Records(object record)
    {
        if (record is IValidated validated)
        {
            yield return validated;
        }

        foreach (object? inner in record.GetType().GetProperties()
            .Where(property => property.CanWrite && property.PropertyType.Namespace == typeof(LearnerParts).Namespace)
            .Select(property => property.GetValue(record)))
        {
            foreach (IValidated found in inner is null or Enum ? [] : Records(inner))
            {
                yield return found;
            }
        }
    }

    [GeneratedRegex(@"^[a-z][a-z0-9]*(-[a-z]+)*$")]
    private static partial Regex Argument();

    [GeneratedRegex(@"^[A-Z].* \((19|20)\d\d\).* https://\S+$")]
    private static partial Regex Paper();
}
