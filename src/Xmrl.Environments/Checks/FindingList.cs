namespace Xmrl.Environments.Checks;

/// <summary>Findings of a check: the first of every rule, since one fault shows in many places.</summary>
internal sealed class FindingList
{
    private readonly List<EnvironmentFinding> _found = [];

    /// <summary>The findings in the order in which they were made.</summary>
    public IReadOnlyList<EnvironmentFinding> Found => _found;

    /// <summary>Whether a rule was found broken.</summary>
    public bool Has(CheckRule rule) => _found.Exists(finding => finding.Broken == rule);

    /// <summary>Notes a finding unless its rule has one.</summary>
    /// <param name="rule">The broken rule.</param>
    /// <param name="place">Where.</param>
    /// <param name="expected">What the contract says.</param>
    /// <param name="found">What was there instead.</param>
    public void Add(CheckRule rule, string place, string expected, string found)
    {
        if (!Has(rule))
        {
            _found.Add(new EnvironmentFinding(rule, place, expected, found));
        }
    }

    /// <summary>Calls foreign code; what it throws is a finding.</summary>
    /// <param name="place">Where.</param>
    /// <param name="expected">What the call should have done.</param>
    /// <param name="call">The call.</param>
    /// <returns>Whether it returned.</returns>
    public bool Call(string place, string expected, Action call)
    {
        try
        {
            call();
            return true;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Add(CheckRule.Exception, place, expected, $"{error.GetType().Name}: {error.Message.TrimEnd('.')}");
            return false;
        }
    }
}
