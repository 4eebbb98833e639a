using Xmrl.Meta.Learners;
using Xmrl.Training.Configuration;

namespace Xmrl.Training.Settings;

/// <summary>The learners of <see cref="LearnerTable"/>, by their keys.</summary>
internal sealed class LearnerChoiceAttribute : ChosenAttribute
{
    /// <inheritdoc/>
    public override string Kind => "learner";

    /// <inheritdoc/>
    public override IReadOnlyList<RecordChoice> Choices
        => [.. LearnerTable.All.Select(learner => new RecordChoice(learner.Card.Key, learner))];

    /// <inheritdoc/>
    /// <remarks>Where one list of keys served all learners, these were null for the learner's own.</remarks>
    public override bool ForgetsDefault(string key) => key is not ("contextStepSize" or "gradientOrder" or "innerSurrogate" or "outerStep");

    /// <inheritdoc/>
    public override bool Forgets(object chosen, string key, string? text, bool isOverride)
        => Former(chosen, key) is { } former && (former.Value is null ? !isOverride : former.Value == text);

    /// <inheritdoc/>
    public override string? Instead(object chosen, string key) => Former(chosen, key)?.Instead;

    private static FormerKey? Former(object chosen, string key)
        => ((LearnerSettings)chosen).Card.Former.FirstOrDefault(former => former.Key == key);
}
