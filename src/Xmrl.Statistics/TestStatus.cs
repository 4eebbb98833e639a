namespace Xmrl.Statistics;

/// <summary>Whether data allow a test.</summary>
internal enum TestStatus
{
    /// <summary>They do; there is a p-value.</summary>
    Tested,

    /// <summary>All differences are one number: no p-value, and nothing may rest on it.</summary>
    NoVariance,

    /// <summary>There is one difference: no p-value, and nothing may rest on it.</summary>
    TooFew,
}
